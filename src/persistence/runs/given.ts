/* What callers give to make and to change flows, runs and blocks, as models. */
import { type DateTime } from 'luxon';

import { FlowRunDraft, FlowRunUpdate, TaskRunField, TaskRunUpdate, timeFault, v3 } from '../../api/index.js';
import { Field, types } from '../../index.js';
import { COUNT, Given } from '../given.js';
import { type Labels } from '../tables/labels.js';

/** @internal */
export class FlowGiven extends Given {
  @Field.string()
  declare name: string;

  @Field.list(types.string())
  declare tags: string[];

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** @internal */
export class FlowRunGiven extends FlowRunDraft {
  @Field.string()
  declare name: string;

  @Field.record(types.json, { default: () => ({}), nullable: true })
  declare jobVariables: Record<string, unknown> | null;

  @Field.string({ default: null })
  declare workQueueName: string | null;

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** @internal */
export class TaskRunGiven extends Given {
  @Field.uuid({ default: null })
  declare id: string | null;

  @Field.string()
  declare name: string;

  @TaskRunField.flowRunId declare flowRunId: string | null;

  @TaskRunField.taskKey declare taskKey: string;

  @TaskRunField.dynamicKey declare dynamicKey: string;

  @TaskRunField.taskVersion declare taskVersion: string | null;

  @Field.string({ default: null })
  declare cacheKey: string | null;

  @Field.dateTime({ default: null, check: timeFault })
  declare cacheExpiration: DateTime | null;

  @Field.record(types.json, { default: () => ({}) })
  declare taskInputs: Record<string, unknown>;

  // that of Prefect 3, whose delays may be fractions
  @Field.nested(() => v3.TaskRunPolicy, { default: () => new v3.TaskRunPolicy({}) })
  declare empiricalPolicy: v3.TaskRunPolicy;

  @TaskRunField.tags declare tags: string[];

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** The defaults are never written: only what was given is. @internal */
export class FlowRunChangesGiven extends FlowRunUpdate {
  @Field.string({ default: () => '' })
  declare name: string;
}

/** @internal */
export class LabelsGiven extends Given {
  @Field.of(v3.labels)
  declare labels: Labels;
}

/** As those of a flow run. @internal */
export class TaskRunChangesGiven extends TaskRunUpdate {
  @Field.string({ default: () => '' })
  declare name: string;
}

/** Which runs are deleted. @internal */
export class EndedGiven extends Given {
  @Field.dateTime({ check: timeFault })
  declare before: DateTime;

  @Field.of(COUNT, { default: 100 })
  declare limit: number;
}

/** @internal */
export class BlockDocumentGiven extends Given {
  @Field.string({ default: null })
  declare name: string | null;

  @Field.record(types.json)
  declare data: Record<string, unknown>;

  @Field.uuid()
  declare blockSchemaId: string;

  @Field.uuid()
  declare blockTypeId: string;

  @Field.bool()
  declare isAnonymous: boolean;
}

/** @internal */
export class BlockTypeAsked extends Given {
  @Field.string()
  declare slug: string;
}

/** @internal */
export class BlockSchemaAsked extends Given {
  @Field.string()
  declare checksum: string;

  @Field.string({ default: null })
  declare version: string | null;
}
