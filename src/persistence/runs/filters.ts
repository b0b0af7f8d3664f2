/*
 * What runs are looked for by: what callers give, as models. The words are the reference's filters', and so are the wire's
 * names, by which faults are told.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { type DateTime } from 'luxon';

import { timeFault } from '../../api/index.js';
import { type DateTimeInput, Field, types, type PrefectBaseModel, StateType } from '../../index.js';
import { Given } from '../given.js';

/** What may be given for a value of a model's field: every field of a nested model may be left out, or null. */
type Asked<T> = T extends DateTime
  ? DateTimeInput
  : T extends PrefectBaseModel
    ? {
        readonly [Name in keyof T as T[Name] extends (...args: never) => unknown ? never : Name]?: Asked<
          T[Name]
        > | null;
      }
    : T extends readonly (infer Item)[]
      ? readonly Item[]
      : T;

const OPERATOR = { and_: 'and_', or_: 'or_' } as const;

/** What is asked of a thing in several ways. */
abstract class OperatorFilter extends Given {
  /** How they are put together; all must hold unless said otherwise. */
  @Field.enum(OPERATOR, { default: 'and_', nullable: true })
  declare operator: 'and_' | 'or_' | null;
}

/** What can be asked of every column but lists. */
abstract class ColumnFilter extends OperatorFilter {
  /** Nothing; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

class IdFilter extends ColumnFilter {
  /** One of these, in any form of a UUID. */
  @Field.list(types.uuid, { default: null, name: 'any_' })
  declare any: string[] | null;

  /** None of these. */
  @Field.list(types.uuid, { default: null, name: 'not_any_' })
  declare notAny: string[] | null;
}

class TextFilter extends ColumnFilter {
  /** One of these. */
  @Field.list(types.string(), { default: null, name: 'any_' })
  declare any: string[] | null;

  /** None of these. */
  @Field.list(types.string(), { default: null, name: 'not_any_' })
  declare notAny: string[] | null;

  /** A text that holds this, in any case; `%` and `_` stand for any text and any character. */
  @Field.string({ default: null, name: 'like_' })
  declare like: string | null;
}

class TimeFilter extends ColumnFilter {
  /** At this time or before. */
  @Field.dateTime({ default: null, name: 'before_', check: timeFault })
  declare before: DateTime | null;

  /** At this time or after. */
  @Field.dateTime({ default: null, name: 'after_', check: timeFault })
  declare after: DateTime | null;
}

class TagsFilter extends OperatorFilter {
  /** All of these, and maybe others. */
  @Field.list(types.string(), { default: null, name: 'all_' })
  declare all: string[] | null;

  /** One of these, and maybe others. */
  @Field.list(types.string(), { default: null, name: 'any_' })
  declare any: string[] | null;

  /** No tags; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

class StateTypeFilter extends ColumnFilter {
  /** One of these. */
  @Field.list(types.enum(StateType), { default: null, name: 'any_' })
  declare any: StateType[] | null;

  /** None of these. */
  @Field.list(types.enum(StateType), { default: null, name: 'not_any_' })
  declare notAny: StateType[] | null;
}

class StateFilter extends OperatorFilter {
  @Field.nested(() => StateTypeFilter, { default: null })
  declare type: StateTypeFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare name: TextFilter | null;
}

class SubflowFilter extends Given {
  /** Whether they stand for subflows. */
  @Field.bool({ default: null, name: 'exists_' })
  declare exists: boolean | null;
}

abstract class NamedFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare name: TextFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;
}

class DeploymentFilter extends OperatorFilter {
  /** Whether they have no deployment. Deployments are not kept: none has. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

/** What flows are looked for by. */
export class GivenFlowFilter extends NamedFilter {
  @Field.nested(() => DeploymentFilter, { default: null })
  declare deployment: DeploymentFilter | null;
}

/** What runs of either kind are looked for by. */
export abstract class GivenRunFilter extends NamedFilter {
  @Field.nested(() => StateFilter, { default: null })
  declare state: StateFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare startTime: TimeFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare endTime: TimeFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare expectedStartTime: TimeFilter | null;
}

class CreatorFilter extends OperatorFilter {
  /** One of these, in any form of a UUID. */
  @Field.list(types.uuid, { default: null, name: 'id_' })
  declare id: string[] | null;

  /** One of these. */
  @Field.list(types.string(), { default: null, name: 'type_' })
  declare type: string[] | null;

  /** No creator is known; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

/** What flow runs are looked for by. */
export class GivenFlowRunFilter extends GivenRunFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare deploymentId: IdFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare workQueueName: TextFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare flowVersion: TextFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare nextScheduledStartTime: TimeFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare parentFlowRunId: IdFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare parentTaskRunId: IdFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare idempotencyKey: TextFilter | null;

  /** Who has made it. This backend knows no creators. */
  @Field.nested(() => CreatorFilter, { default: null })
  declare createdBy: CreatorFilter | null;
}

/** What task runs are looked for by. */
export class GivenTaskRunFilter extends GivenRunFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare flowRunId: IdFilter | null;

  @Field.nested(() => SubflowFilter, { default: null })
  declare subflowRuns: SubflowFilter | null;
}

class LevelFilter extends Given {
  /** At this level or above. */
  @Field.int({ default: null, name: 'ge_' })
  declare atLeast: number | null;

  /** At this level or below. */
  @Field.int({ default: null, name: 'le_' })
  declare atMost: number | null;
}

/** What lines of logs are looked for by. */
export class GivenLogFilter extends OperatorFilter {
  @Field.nested(() => LevelFilter, { default: null })
  declare level: LevelFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare timestamp: TimeFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare flowRunId: IdFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare taskRunId: IdFilter | null;
}

class KeyFilter extends TextFilter {
  /** Any; false for none. */
  @Field.bool({ default: null, name: 'exists_' })
  declare exists: boolean | null;
}

/** What artifacts are looked for by. */
export class GivenArtifactFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => KeyFilter, { default: null })
  declare key: KeyFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare flowRunId: IdFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare taskRunId: IdFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare type: TextFilter | null;
}

/** Which runs, or flows, are looked for. @internal */
export class QueryGiven extends Given {
  @Field.nested(() => GivenFlowFilter, { default: null })
  declare flows: GivenFlowFilter | null;

  @Field.nested(() => GivenFlowRunFilter, { default: null })
  declare flowRuns: GivenFlowRunFilter | null;

  @Field.nested(() => GivenTaskRunFilter, { default: null })
  declare taskRuns: GivenTaskRunFilter | null;
}

/** What is asked of any column. @internal */
export type AnyFilter = Pick<OperatorFilter, 'operator'> &
  Partial<
    Pick<ColumnFilter, 'isNull'> &
      Pick<TextFilter, 'any' | 'notAny' | 'like'> &
      Pick<TagsFilter, 'all'> &
      Pick<TimeFilter, 'before' | 'after'>
  >;

/** What flows are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowFilter` */
export type FlowFilter = Asked<GivenFlowFilter>;

/** What flow runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowRunFilter` */
export type FlowRunFilter = Asked<GivenFlowRunFilter>;

/** What lines of logs are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `LogFilter` */
export type LogFilter = Asked<GivenLogFilter>;

/** What artifacts are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `ArtifactFilter` */
export type ArtifactFilter = Asked<GivenArtifactFilter>;

/** What task runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `TaskRunFilter` */
export type TaskRunFilter = Asked<GivenTaskRunFilter>;
