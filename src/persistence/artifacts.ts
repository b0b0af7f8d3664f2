import { randomUUID } from 'node:crypto';

import { Field, types } from '../index.js';
import { type Abortable, type Database } from './database.js';
import { COUNT, Given, idOf, read } from './given.js';
import { type ArtifactFilter, GivenArtifactFilter, QueryGiven } from './runs/filters.js';
import { NameGiven } from './runs/flows.js';
import { type RunQuery } from './runs/search.js';
import { Where } from './runs/where.js';
import { ArtifactEntity } from './tables/artifact.entity.js';
import { insertRows, isHeld, refuseUnwritable } from './tables/rows.js';

/** What is kept as an artifact; what is left out is null. */
export type NewArtifact = Partial<
  Pick<ArtifactEntity, 'key' | 'type' | 'description' | 'data' | 'metadata' | 'flowRunId' | 'taskRunId'>
>;

const ORDER_BY = {
  CREATED_DESC: ['artifact.created', 'DESC'],
  UPDATED_DESC: ['artifact.updated', 'DESC'],
  ID_DESC: ['artifact.id', 'DESC'],
  KEY_DESC: ['artifact.key', 'DESC'],
  KEY_ASC: ['artifact.key', 'ASC'],
} as const;

/** Which part of the artifacts that were found is read. */
export interface ArtifactPage {
  /** @defaultValue 'ID_DESC' */
  readonly sort?: keyof typeof ORDER_BY;
  /** The most artifacts to read. @defaultValue 200 */
  readonly limit?: number;
  /** How many are passed over. @defaultValue 0 */
  readonly offset?: number;
}

const MOST_METADATA = 500;

class ArtifactGiven extends Given {
  @Field.string({ default: null })
  declare key: string | null;

  @Field.string({ default: null })
  declare type: string | null;

  @Field.string({ default: null })
  declare description: string | null;

  @Field.json({ default: null })
  declare data: unknown;

  @Field.record(types.string(), { default: null })
  declare metadata: Record<string, string> | null;

  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  @Field.uuid({ default: null })
  declare taskRunId: string | null;
}

const ORDERS = Object.fromEntries(Object.keys(ORDER_BY).map((name) => [name, name])) as Record<
  keyof typeof ORDER_BY,
  keyof typeof ORDER_BY
>;

class ArtifactPageGiven extends Given {
  @Field.enum(ORDERS, { default: 'ID_DESC' })
  declare sort: keyof typeof ORDER_BY;

  @Field.of(COUNT, { default: 200 })
  declare limit: number;

  @Field.of(COUNT, { default: 0 })
  declare offset: number;
}

/** What runs keep to be looked at, and the data of states. @source prefect 3.8.8, server/models/artifacts.py */
export class Artifacts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps an artifact; of metadata, the first 500 characters of each. */
  async make(given: NewArtifact, options: Abortable = {}): Promise<ArtifactEntity> {
    const asked = read(Artifacts, ArtifactGiven, given);
    const row = Object.assign(new ArtifactEntity(), asked, { id: randomUUID(), metadata: shortened(asked.metadata) });
    await this.#database.writeTogether(async (manager) => {
      refuseUnwritable(manager, row);
      await insertRows(manager, [row]);
    }, options);
    return row;
  }

  /** @returns null when there is no such artifact */
  async find(id: string): Promise<ArtifactEntity | null> {
    return this.#database.reader.findOneBy(ArtifactEntity, { id: idOf(Artifacts, id) });
  }

  /** Reads the newest artifact of a key. @returns null when there is none */
  async latest(key: string): Promise<ArtifactEntity | null> {
    const { name } = read(Artifacts, NameGiven, { name: key });
    if (!isHeld(name, this.#database.dialect)) return null;
    return this.#database.reader.findOne(ArtifactEntity, { where: { key: name }, order: { created: 'DESC' } });
  }

  /** Reads artifacts that match, of runs that match. */
  async search(filter: ArtifactFilter, query: RunQuery = {}, page: ArtifactPage = {}): Promise<ArtifactEntity[]> {
    const where = new Where(this.#database.dialect);
    const { flows, flowRuns, taskRuns } = read(Artifacts, QueryGiven, query);
    const { sort, limit, offset } = read(Artifacts, ArtifactPageGiven, page);
    const conditions = [
      where.artifact('artifact', read(Artifacts, GivenArtifactFilter, filter)),
      flowRuns && ofRun('flow_run', where.flowRun('run', flowRuns)),
      taskRuns && ofRun('task_run', where.taskRun('run', taskRuns)),
      flows &&
        ofRun('flow_run', `EXISTS (SELECT 1 FROM flow WHERE flow.id = run.flow_id AND ${where.flow('flow', flows)})`),
    ];
    const builder = this.#database.reader
      .createQueryBuilder(ArtifactEntity, 'artifact')
      .setParameters(where.parameters);
    for (const condition of conditions) if (condition !== null) builder.andWhere(condition);
    const [column, direction] = ORDER_BY[sort];
    return builder.orderBy(column, direction).addOrderBy('artifact.id', 'DESC').limit(limit).offset(offset).getMany();
  }
}

function ofRun(kind: 'flow_run' | 'task_run', condition: string): string {
  return `EXISTS (SELECT 1 FROM ${kind} run WHERE run.id = artifact.${kind}_id AND ${condition})`;
}

/** @source prefect 3.8.8, _internal/schemas/validators.py, `validate_max_metadata_length` */
function shortened(metadata: Record<string, string> | null): Record<string, string> | null {
  if (metadata === null) return null;
  const entries = Object.entries(metadata).map(([name, text]) => {
    const characters = Array.from(text);
    return [name, characters.length > MOST_METADATA ? `${characters.slice(0, MOST_METADATA).join('')}...` : text];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
