/* What callers give to make and to change flows, runs and blocks, as models. */
import { type DateTime } from 'luxon';

import { timeFault, v3 } from '../../api/index.js';
import { Field, Kinds } from '../../index.js';
import { FlowRunPolicy } from '../../transitions/index.js';
import { COUNT, Given } from '../given.js';
import { type Labels } from '../tables/labels.js';

/** @internal */
export class FlowGiven extends Given {
  @Field.string()
  declare name: string;

  @Field.list(Kinds.string())
  declare tags: string[];

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** @internal */
export class FlowRunGiven extends Given {
  @Field.string()
  declare name: string;

  @Field.uuid()
  declare flowId: string;

  @Field.string({ default: null })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare context: Record<string, unknown>;

  @Field.string({ default: null })
  declare idempotencyKey: string | null;

  @Field.uuid({ default: null })
  declare parentTaskRunId: string | null;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.uuid({ default: null })
  declare deploymentId: string | null;

  @Field.uuid({ default: null })
  declare infrastructureDocumentId: string | null;

  @Field.record(Kinds.json, { default: () => ({}), nullable: true })
  declare jobVariables: Record<string, unknown> | null;

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** @internal */
export class TaskRunGiven extends Given {
  @Field.uuid({ default: null })
  declare id: string | null;

  @Field.string()
  declare name: string;

  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  @Field.string()
  declare taskKey: string;

  @Field.string()
  declare dynamicKey: string;

  @Field.string({ default: null })
  declare taskVersion: string | null;

  @Field.string({ default: null })
  declare cacheKey: string | null;

  @Field.dateTime({ default: null, check: timeFault })
  declare cacheExpiration: DateTime | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare taskInputs: Record<string, unknown>;

  // that of Prefect 3, whose delays may be fractions
  @Field.nested(() => v3.TaskRunPolicy, { default: () => new v3.TaskRunPolicy({}) })
  declare empiricalPolicy: v3.TaskRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.of(v3.labels, { default: null })
  declare labels: Labels | null;
}

/** The defaults are never written: only what was given is. @internal */
export class FlowRunChangesGiven extends Given {
  @Field.string({ default: () => '' })
  declare name: string;

  @Field.string({ default: null })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.string({ default: null })
  declare infrastructurePid: string | null;

  @Field.record(Kinds.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}

/** @internal */
export class LabelsGiven extends Given {
  @Field.of(v3.labels)
  declare labels: Labels;
}

/** @internal */
export class TaskRunChangesGiven extends Given {
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

  @Field.record(Kinds.json)
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
