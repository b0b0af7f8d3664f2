/*
 * What runs are looked for by: what callers give, as models. The words are the reference's filters', and so are the wire's
 * names, by which faults are told.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { type DateTime } from 'luxon';

import { timeFault } from '../../api/index.js';
import { type DateTimeInput, Field, Kinds, type PrefectBaseModel, StateType } from '../../index.js';
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

/** Several criteria. */
abstract class Criteria extends Given {
  /** How they are put together; all must hold unless said otherwise. */
  @Field.enum(OPERATOR, { default: 'and_', nullable: true })
  declare operator: 'and_' | 'or_' | null;
}

/** What can be asked of every column but lists. */
abstract class ColumnCriteria extends Criteria {
  /** Nothing; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

class IdCriteria extends ColumnCriteria {
  /** One of these, in any form of a UUID. */
  @Field.list(Kinds.uuid, { default: null, name: 'any_' })
  declare any: string[] | null;

  /** None of these. */
  @Field.list(Kinds.uuid, { default: null, name: 'not_any_' })
  declare notAny: string[] | null;
}

class TextCriteria extends ColumnCriteria {
  /** One of these. */
  @Field.list(Kinds.string(), { default: null, name: 'any_' })
  declare any: string[] | null;

  /** None of these. */
  @Field.list(Kinds.string(), { default: null, name: 'not_any_' })
  declare notAny: string[] | null;

  /** A text that holds this, in any case; `%` and `_` stand for any text and any character. */
  @Field.string({ default: null, name: 'like_' })
  declare like: string | null;
}

class TimeCriteria extends ColumnCriteria {
  /** At this time or before. */
  @Field.dateTime({ default: null, name: 'before_', check: timeFault })
  declare before: DateTime | null;

  /** At this time or after. */
  @Field.dateTime({ default: null, name: 'after_', check: timeFault })
  declare after: DateTime | null;
}

class TagsCriteria extends Criteria {
  /** All of these, and maybe others. */
  @Field.list(Kinds.string(), { default: null, name: 'all_' })
  declare all: string[] | null;

  /** One of these, and maybe others. */
  @Field.list(Kinds.string(), { default: null, name: 'any_' })
  declare any: string[] | null;

  /** No tags; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

class StateTypeCriteria extends ColumnCriteria {
  /** One of these. */
  @Field.list(Kinds.enum(StateType), { default: null, name: 'any_' })
  declare any: StateType[] | null;

  /** None of these. */
  @Field.list(Kinds.enum(StateType), { default: null, name: 'not_any_' })
  declare notAny: StateType[] | null;
}

class StateCriteria extends Criteria {
  @Field.nested(() => StateTypeCriteria, { default: null })
  declare type: StateTypeCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare name: TextCriteria | null;
}

class SubflowCriteria extends Given {
  /** Whether they stand for subflows. */
  @Field.bool({ default: null, name: 'exists_' })
  declare exists: boolean | null;
}

abstract class NamedCriteria extends Criteria {
  @Field.nested(() => IdCriteria, { default: null })
  declare id: IdCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare name: TextCriteria | null;

  @Field.nested(() => TagsCriteria, { default: null })
  declare tags: TagsCriteria | null;
}

class DeploymentCriteria extends Criteria {
  /** Whether they have no deployment. Deployments are not kept: none has. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

/** What flows are looked for by. */
export class OfFlow extends NamedCriteria {
  @Field.nested(() => DeploymentCriteria, { default: null })
  declare deployment: DeploymentCriteria | null;
}

/** What runs of either kind are looked for by. */
export abstract class OfRun extends NamedCriteria {
  @Field.nested(() => StateCriteria, { default: null })
  declare state: StateCriteria | null;

  @Field.nested(() => TimeCriteria, { default: null })
  declare startTime: TimeCriteria | null;

  @Field.nested(() => TimeCriteria, { default: null })
  declare endTime: TimeCriteria | null;

  @Field.nested(() => TimeCriteria, { default: null })
  declare expectedStartTime: TimeCriteria | null;
}

class CreatorCriteria extends Criteria {
  /** One of these, in any form of a UUID. */
  @Field.list(Kinds.uuid, { default: null, name: 'id_' })
  declare id: string[] | null;

  /** One of these. */
  @Field.list(Kinds.string(), { default: null, name: 'type_' })
  declare type: string[] | null;

  /** No creator is known; false for the opposite. */
  @Field.bool({ default: null, name: 'is_null_' })
  declare isNull: boolean | null;
}

/** What flow runs are looked for by. */
export class OfFlowRun extends OfRun {
  @Field.nested(() => IdCriteria, { default: null })
  declare deploymentId: IdCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare workQueueName: TextCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare flowVersion: TextCriteria | null;

  @Field.nested(() => TimeCriteria, { default: null })
  declare nextScheduledStartTime: TimeCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare parentFlowRunId: IdCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare parentTaskRunId: IdCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare idempotencyKey: TextCriteria | null;

  /** Who has made it. This backend knows no creators. */
  @Field.nested(() => CreatorCriteria, { default: null })
  declare createdBy: CreatorCriteria | null;
}

/** What task runs are looked for by. */
export class OfTaskRun extends OfRun {
  @Field.nested(() => IdCriteria, { default: null })
  declare flowRunId: IdCriteria | null;

  @Field.nested(() => SubflowCriteria, { default: null })
  declare subflowRuns: SubflowCriteria | null;
}

class LevelCriteria extends Given {
  /** At this level or above. */
  @Field.int({ default: null, name: 'ge_' })
  declare atLeast: number | null;

  /** At this level or below. */
  @Field.int({ default: null, name: 'le_' })
  declare atMost: number | null;
}

/** What lines of logs are looked for by. */
export class OfLog extends Criteria {
  @Field.nested(() => LevelCriteria, { default: null })
  declare level: LevelCriteria | null;

  @Field.nested(() => TimeCriteria, { default: null })
  declare timestamp: TimeCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare flowRunId: IdCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare taskRunId: IdCriteria | null;
}

class KeyCriteria extends TextCriteria {
  /** Any; false for none. */
  @Field.bool({ default: null, name: 'exists_' })
  declare exists: boolean | null;
}

/** What artifacts are looked for by. */
export class OfArtifact extends Criteria {
  @Field.nested(() => IdCriteria, { default: null })
  declare id: IdCriteria | null;

  @Field.nested(() => KeyCriteria, { default: null })
  declare key: KeyCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare flowRunId: IdCriteria | null;

  @Field.nested(() => IdCriteria, { default: null })
  declare taskRunId: IdCriteria | null;

  @Field.nested(() => TextCriteria, { default: null })
  declare type: TextCriteria | null;
}

/** Which runs, or flows, are looked for. @internal */
export class QueryGiven extends Given {
  @Field.nested(() => OfFlow, { default: null })
  declare flows: OfFlow | null;

  @Field.nested(() => OfFlowRun, { default: null })
  declare flowRuns: OfFlowRun | null;

  @Field.nested(() => OfTaskRun, { default: null })
  declare taskRuns: OfTaskRun | null;
}

/** What is asked of any column. @internal */
export type AnyCriteria = Pick<Criteria, 'operator'> &
  Partial<
    Pick<ColumnCriteria, 'isNull'> &
      Pick<TextCriteria, 'any' | 'notAny' | 'like'> &
      Pick<TagsCriteria, 'all'> &
      Pick<TimeCriteria, 'before' | 'after'>
  >;

/** What flows are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowFilter` */
export type FlowCriteria = Asked<OfFlow>;

/** What flow runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowRunFilter` */
export type FlowRunCriteria = Asked<OfFlowRun>;

/** What lines of logs are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `LogFilter` */
export type LogCriteria = Asked<OfLog>;

/** What artifacts are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `ArtifactFilter` */
export type ArtifactCriteria = Asked<OfArtifact>;

/** What task runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `TaskRunFilter` */
export type TaskRunCriteria = Asked<OfTaskRun>;
