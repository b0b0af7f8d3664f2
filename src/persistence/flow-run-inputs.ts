import { randomUUID } from 'node:crypto';
import { type EntityManager } from 'typeorm';

import { Field, types } from '../index.js';
import { type Abortable, type Database } from './database.js';
import { dialectOf } from './engines/sql.js';
import { COUNT, Given, idOf, read, WriteGiven } from './given.js';
import { type WriteOptions } from './states/run-states.js';
import { FlowRunEntity } from './tables/flow-run.entity.js';
import { FlowRunInputEntity } from './tables/flow-run-input.entity.js';
import { insertRows, isHeld, readRow, refuseUnwritable } from './tables/rows.js';

/** What is sent to a flow run. */
export type NewFlowRunInput = Pick<FlowRunInputEntity, 'key' | 'value'> & Partial<Pick<FlowRunInputEntity, 'sender'>>;

/** Which inputs of a flow run are read. */
export interface FlowRunInputQuery {
  /** How their keys begin; `%` and `_` stand for any text and any character. */
  readonly prefix: string;
  /** The most to read. @defaultValue 1 */
  readonly limit?: number;
  /** Keys to leave out. @defaultValue none */
  readonly excludeKeys?: readonly string[];
}

class InputGiven extends Given {
  @Field.string()
  declare key: string;

  @Field.string()
  declare value: string;

  @Field.string({ default: null })
  declare sender: string | null;
}

class InputsAsked extends Given {
  @Field.string()
  declare prefix: string;

  @Field.of(COUNT, { default: 1 })
  declare limit: number;

  @Field.list(types.string(), { default: () => [] })
  declare excludeKeys: string[];
}

class KeyAsked extends Given {
  @Field.string()
  declare key: string;
}

/**
 * What flow runs are sent while they are under way, kept.
 *
 * @source prefect 3.8.8, server/models/flow_run_input.py
 */
export class FlowRunInputs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Sends something to a flow run.
   *
   * @returns whether it was kept; else why not: there is no such run, or it has an input of the key
   */
  async make(
    flowRunId: string,
    given: NewFlowRunInput,
    options: WriteOptions = {},
  ): Promise<'kept' | 'noFlowRun' | 'keyTaken'> {
    const id = idOf(FlowRunInputs, flowRunId, 'flow_run_id');
    const asked = read(FlowRunInputs, InputGiven, given);
    const { manager, signal } = read(FlowRunInputs, WriteGiven, options);
    return this.#database.writeTogether((own) => insertInput(own, id, asked), { manager, signal });
  }

  /** Reads the inputs of a flow run whose keys begin so, the oldest first. */
  async find(flowRunId: string, query: FlowRunInputQuery): Promise<FlowRunInputEntity[]> {
    const id = idOf(FlowRunInputs, flowRunId, 'flow_run_id');
    const { prefix, limit, excludeKeys } = read(FlowRunInputs, InputsAsked, query);
    const { reader, dialect } = this.#database;
    if (!isHeld(prefix, dialect)) return [];
    const excluded = excludeKeys.filter((key) => isHeld(key, dialect));
    const builder = reader
      .createQueryBuilder(FlowRunInputEntity, 'input')
      .where('input.flow_run_id = :id AND input.key LIKE :pattern', { id, pattern: `${prefix}%` })
      .orderBy('input.created', 'ASC')
      .addOrderBy('input.id', 'ASC')
      .limit(limit);
    if (excluded.length > 0)
      builder.andWhere(`NOT input.key ${dialect.isOneOf(':excluded')}`, { excluded: dialect.listOf(excluded) });
    return builder.getMany();
  }

  /** Reads what was sent under a key. @returns null when nothing was */
  async read(flowRunId: string, key: string): Promise<FlowRunInputEntity | null> {
    const id = idOf(FlowRunInputs, flowRunId, 'flow_run_id');
    const asked = read(FlowRunInputs, KeyAsked, { key });
    if (!isHeld(asked.key, this.#database.dialect)) return null;
    return this.#database.reader.findOneBy(FlowRunInputEntity, { flowRunId: id, key: asked.key });
  }

  /** Deletes what was sent under a key. @returns false when nothing was */
  async delete(flowRunId: string, key: string, options: Abortable = {}): Promise<boolean> {
    const id = idOf(FlowRunInputs, flowRunId, 'flow_run_id');
    const asked = read(FlowRunInputs, KeyAsked, { key });
    if (!isHeld(asked.key, this.#database.dialect)) return false;
    return this.#database.writeTogether(async (manager) => {
      const { affected } = await manager.delete(FlowRunInputEntity, { flowRunId: id, key: asked.key });
      return affected !== 0;
    }, options);
  }
}

async function insertInput(
  manager: EntityManager,
  flowRunId: string,
  { key, value, sender }: InputGiven,
): Promise<'kept' | 'noFlowRun' | 'keyTaken'> {
  const row = Object.assign(new FlowRunInputEntity(), { id: randomUUID(), flowRunId, key, value, sender });
  refuseUnwritable(manager, row);
  await dialectOf(manager).lockName(manager, ['flow_run_input', flowRunId, key]);
  if ((await readRow(manager, FlowRunEntity, flowRunId)) === null) return 'noFlowRun';
  if (await manager.existsBy(FlowRunInputEntity, { flowRunId, key })) return 'keyTaken';
  await insertRows(manager, [row]);
  return 'kept';
}
