/*
 * What clients look for runs by. Each is what the persistence calls criteria, with the wire's names.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { type DateTime } from 'luxon';

import { Field, type CodedFault, Kinds, PrefectBaseModel, StateType } from '../index.js';
import { timeFault } from './time-fault.js';

const Operator = { and_: 'and_', or_: 'or_' } as const;

/** SQLite takes patterns of at most 50,000 bytes, of which two are the `%` around. */
const LONGEST_PART = 49_998;

function partLength(text: string): CodedFault | null {
  const { length } = new TextEncoder().encode(text);
  return length <= LONGEST_PART ? null : { code: 'maxBytes', limit: LONGEST_PART };
}

/** A filter; names that are no criteria are refused. */
export abstract class Filter extends PrefectBaseModel {
  static override readonly extra = 'forbid';
}

/** A filter that says how its criteria are put together. */
export abstract class OperatorFilter extends Filter {
  @Field.enum(Operator, { default: 'and_', description: 'How criteria are put together' })
  declare operator: 'and_' | 'or_';
}

/** Of ids. */
export class IdFilter extends Filter {
  @Field.list(Kinds.uuid, { default: null, name: 'any_', description: 'Ids to include' })
  declare any: string[] | null;
}

/** Of ids, and of ids to leave out. */
export class FlowRunIdFilter extends IdFilter {
  @Field.list(Kinds.uuid, { default: null, name: 'not_any_', description: 'Ids to leave out' })
  declare notAny: string[] | null;
}

/** Of texts. */
export class TextFilter extends Filter {
  @Field.list(Kinds.string(), { default: null, name: 'any_', description: 'Texts to include' })
  declare any: string[] | null;
}

/** Of names. */
export class NameFilter extends TextFilter {
  @Field.string({
    default: null,
    name: 'like_',
    check: partLength,
    description: `A part of the text, in any case; at most ${LONGEST_PART} bytes of UTF-8`,
  })
  declare like: string | null;
}

/** Of texts, and of texts to leave out. */
export class KeyFilter extends TextFilter {
  @Field.list(Kinds.string(), { default: null, name: 'not_any_', description: 'Texts to leave out' })
  declare notAny: string[] | null;
}

/** Of tags. */
export class TagsFilter extends OperatorFilter {
  @Field.list(Kinds.string(), { default: null, name: 'all_', description: 'Tags that all must be there' })
  declare all: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is no tag' })
  declare isNull: boolean | null;
}

class NullableIdFilter extends OperatorFilter {
  @Field.list(Kinds.uuid, { default: null, name: 'any_', description: 'Ids to include' })
  declare any: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

class NullableTextFilter extends OperatorFilter {
  @Field.list(Kinds.string(), { default: null, name: 'any_', description: 'Texts to include' })
  declare any: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

class ParentFlowRunIdFilter extends OperatorFilter {
  @Field.list(Kinds.uuid, { default: null, name: 'any_', description: 'Ids of parent flow runs to include' })
  declare any: string[] | null;
}

class FlowRunIdOfTaskFilter extends OperatorFilter {
  @Field.list(Kinds.uuid, { default: null, name: 'any_', description: 'Ids of flow runs to include' })
  declare any: string[] | null;

  @Field.bool({ default: false, nullable: true, name: 'is_null_', description: 'Only task runs without a flow run' })
  declare isNull: boolean | null;
}

/** Of times. */
export class TimeFilter extends Filter {
  @Field.dateTime({ default: null, name: 'before_', check: timeFault, description: 'At this time or before' })
  declare before: DateTime | null;

  @Field.dateTime({ default: null, name: 'after_', check: timeFault, description: 'At this time or after' })
  declare after: DateTime | null;
}

/** Of times that may not be there. */
export class StartTimeFilter extends TimeFilter {
  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

/** Of types of states. */
export class StateTypeFilter extends Filter {
  @Field.list(Kinds.enum(StateType), { default: null, name: 'any_', description: 'Types of states to include' })
  declare any: StateType[] | null;
}

/** Of the state that a run is in. */
export class StateFilter extends OperatorFilter {
  @Field.nested(() => StateTypeFilter, { default: null })
  declare type: StateTypeFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare name: TextFilter | null;
}

class SubflowRunsFilter extends Filter {
  @Field.bool({ default: null, name: 'exists_', description: 'Whether they stand for subflows' })
  declare exists: boolean | null;
}

class DeploymentOfFlowFilter extends OperatorFilter {
  @Field.bool({ default: null, name: 'is_null_', description: 'Whether they have no deployment; none has' })
  declare isNull: boolean | null;
}

/** What flows are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowFilter` */
export class FlowFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => DeploymentOfFlowFilter, { default: null })
  declare deployment: DeploymentOfFlowFilter | null;

  @Field.nested(() => NameFilter, { default: null })
  declare name: NameFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;
}

/** What flow runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowRunFilter` */
export class FlowRunFilter extends OperatorFilter {
  @Field.nested(() => FlowRunIdFilter, { default: null })
  declare id: FlowRunIdFilter | null;

  @Field.nested(() => NameFilter, { default: null })
  declare name: NameFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;

  @Field.nested(() => NullableIdFilter, { default: null })
  declare deploymentId: NullableIdFilter | null;

  @Field.nested(() => NullableTextFilter, { default: null })
  declare workQueueName: NullableTextFilter | null;

  @Field.nested(() => StateFilter, { default: null })
  declare state: StateFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare flowVersion: TextFilter | null;

  @Field.nested(() => StartTimeFilter, { default: null })
  declare startTime: StartTimeFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare expectedStartTime: TimeFilter | null;

  @Field.nested(() => TimeFilter, { default: null })
  declare nextScheduledStartTime: TimeFilter | null;

  @Field.nested(() => ParentFlowRunIdFilter, { default: null })
  declare parentFlowRunId: ParentFlowRunIdFilter | null;

  @Field.nested(() => NullableIdFilter, { default: null })
  declare parentTaskRunId: NullableIdFilter | null;

  @Field.nested(() => KeyFilter, { default: null })
  declare idempotencyKey: KeyFilter | null;
}

/** What task runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `TaskRunFilter` */
export class TaskRunFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => NameFilter, { default: null })
  declare name: NameFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;

  @Field.nested(() => StateFilter, { default: null })
  declare state: StateFilter | null;

  @Field.nested(() => StartTimeFilter, { default: null })
  declare startTime: StartTimeFilter | null;

  @Field.nested(() => SubflowRunsFilter, { default: null })
  declare subflowRuns: SubflowRunsFilter | null;

  @Field.nested(() => FlowRunIdOfTaskFilter, { default: null })
  declare flowRunId: FlowRunIdOfTaskFilter | null;
}
