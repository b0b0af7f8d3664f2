/*
 * What clients look for runs by. Each is a filter of the persistence, with the wire's names. Classes without fields of
 * their own are there for their names, which the reference's document has too.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { type DateTime } from 'luxon';

import { Field, type CodedFault, types, PrefectBaseModel, StateType } from '../index.js';
import { encodeUtf8 } from '../inner.js';
import { timeFault } from './time-fault.js';

/** How the parts of a filter are put together. @source prefect 2.20.25, server/schemas/filters.py, `Operator` */
export const Operator = { and_: 'and_', or_: 'or_' } as const;

/** SQLite takes patterns of at most 50,000 bytes, of which two are the `%` around. */
const LONGEST_PART = 49_998;

function partLength(text: string): CodedFault | null {
  const { length } = encodeUtf8(text);
  return length <= LONGEST_PART ? null : { code: 'maxBytes', limit: LONGEST_PART };
}

/** A filter; names that it does not have are refused. */
export abstract class Filter extends PrefectBaseModel {
  static override readonly extra = 'forbid';
}

/** A filter that says how its parts are put together. */
export abstract class OperatorFilter extends Filter {
  @Field.enum(Operator, { default: 'and_', description: 'How the parts of a filter are put together' })
  declare operator: 'and_' | 'or_';
}

/** Of ids. */
export class IdFilter extends Filter {
  @Field.list(types.uuid, { default: null, name: 'any_', description: 'Ids to include' })
  declare any: string[] | null;
}

/** Of ids, and of ids to leave out. */
export class FlowRunFilterId extends IdFilter {
  @Field.list(types.uuid, { default: null, name: 'not_any_', description: 'Ids to leave out' })
  declare notAny: string[] | null;
}

/** Of texts. */
export class TextFilter extends Filter {
  @Field.list(types.string(), { default: null, name: 'any_', description: 'Texts to include' })
  declare any: string[] | null;
}

/** Of names. */
export class NameFilter extends TextFilter {
  @Field.string({
    default: null,
    name: 'like_',
    check: partLength,
    // a character has at least one byte
    schema: { type: 'string', maxLength: LONGEST_PART },
    description: `A part of the text, in any case; at most ${LONGEST_PART} bytes of UTF-8`,
  })
  declare like: string | null;
}

/** Of texts, and of texts to leave out. */
export class FlowRunFilterIdempotencyKey extends TextFilter {
  @Field.list(types.string(), { default: null, name: 'not_any_', description: 'Texts to leave out' })
  declare notAny: string[] | null;
}

/** Of tags. */
export class TagsFilter extends OperatorFilter {
  @Field.list(types.string(), { default: null, name: 'all_', description: 'Tags that all must be there' })
  declare all: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is no tag' })
  declare isNull: boolean | null;
}

class NullableIdFilter extends OperatorFilter {
  @Field.list(types.uuid, { default: null, name: 'any_', description: 'Ids to include' })
  declare any: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

class FlowRunFilterWorkQueueName extends OperatorFilter {
  @Field.list(types.string(), { default: null, name: 'any_', description: 'Texts to include' })
  declare any: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

class FlowRunFilterParentFlowRunId extends OperatorFilter {
  @Field.list(types.uuid, { default: null, name: 'any_', description: 'Ids of parent flow runs to include' })
  declare any: string[] | null;
}

class TaskRunFilterFlowRunId extends OperatorFilter {
  @Field.list(types.uuid, { default: null, name: 'any_', description: 'Ids of flow runs to include' })
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
  @Field.list(types.enum(StateType), { default: null, name: 'any_', description: 'Types of states to include' })
  declare any: StateType[] | null;
}

class FlowRunFilterStateType extends StateTypeFilter {}
class FlowRunFilterStateName extends TextFilter {}

/** Of the state that a flow run is in. */
export class FlowRunFilterState extends OperatorFilter {
  @Field.nested(() => FlowRunFilterStateType, { default: null })
  declare type: FlowRunFilterStateType | null;

  @Field.nested(() => FlowRunFilterStateName, { default: null })
  declare name: FlowRunFilterStateName | null;
}

class TaskRunFilterStateType extends StateTypeFilter {}
class TaskRunFilterStateName extends TextFilter {}

class TaskRunFilterState extends OperatorFilter {
  @Field.nested(() => TaskRunFilterStateType, { default: null })
  declare type: TaskRunFilterStateType | null;

  @Field.nested(() => TaskRunFilterStateName, { default: null })
  declare name: TaskRunFilterStateName | null;
}

class TaskRunFilterSubFlowRuns extends Filter {
  @Field.bool({ default: null, name: 'exists_', description: 'Whether they stand for subflows' })
  declare exists: boolean | null;
}

class FlowFilterDeployment extends OperatorFilter {
  @Field.bool({ default: null, name: 'is_null_', description: 'Whether they have no deployment; none has' })
  declare isNull: boolean | null;
}

class FlowFilterId extends IdFilter {}
class FlowFilterName extends NameFilter {}
class FlowFilterTags extends TagsFilter {}

/** What flows are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowFilter` */
export class FlowFilter extends OperatorFilter {
  @Field.nested(() => FlowFilterId, { default: null })
  declare id: FlowFilterId | null;

  @Field.nested(() => FlowFilterDeployment, { default: null })
  declare deployment: FlowFilterDeployment | null;

  @Field.nested(() => FlowFilterName, { default: null })
  declare name: FlowFilterName | null;

  @Field.nested(() => FlowFilterTags, { default: null })
  declare tags: FlowFilterTags | null;
}

class FlowRunFilterName extends NameFilter {}
class FlowRunFilterTags extends TagsFilter {}
class FlowRunFilterDeploymentId extends NullableIdFilter {}
class FlowRunFilterFlowVersion extends TextFilter {}
class FlowRunFilterStartTime extends StartTimeFilter {}
class FlowRunFilterExpectedStartTime extends TimeFilter {}
class FlowRunFilterNextScheduledStartTime extends TimeFilter {}
class FlowRunFilterParentTaskRunId extends NullableIdFilter {}

/** What flow runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowRunFilter` */
export class FlowRunFilter extends OperatorFilter {
  @Field.nested(() => FlowRunFilterId, { default: null })
  declare id: FlowRunFilterId | null;

  @Field.nested(() => FlowRunFilterName, { default: null })
  declare name: FlowRunFilterName | null;

  @Field.nested(() => FlowRunFilterTags, { default: null })
  declare tags: FlowRunFilterTags | null;

  @Field.nested(() => FlowRunFilterDeploymentId, { default: null })
  declare deploymentId: FlowRunFilterDeploymentId | null;

  @Field.nested(() => FlowRunFilterWorkQueueName, { default: null })
  declare workQueueName: FlowRunFilterWorkQueueName | null;

  @Field.nested(() => FlowRunFilterState, { default: null })
  declare state: FlowRunFilterState | null;

  @Field.nested(() => FlowRunFilterFlowVersion, { default: null })
  declare flowVersion: FlowRunFilterFlowVersion | null;

  @Field.nested(() => FlowRunFilterStartTime, { default: null })
  declare startTime: FlowRunFilterStartTime | null;

  @Field.nested(() => FlowRunFilterExpectedStartTime, { default: null })
  declare expectedStartTime: FlowRunFilterExpectedStartTime | null;

  @Field.nested(() => FlowRunFilterNextScheduledStartTime, { default: null })
  declare nextScheduledStartTime: FlowRunFilterNextScheduledStartTime | null;

  @Field.nested(() => FlowRunFilterParentFlowRunId, { default: null })
  declare parentFlowRunId: FlowRunFilterParentFlowRunId | null;

  @Field.nested(() => FlowRunFilterParentTaskRunId, { default: null })
  declare parentTaskRunId: FlowRunFilterParentTaskRunId | null;

  @Field.nested(() => FlowRunFilterIdempotencyKey, { default: null })
  declare idempotencyKey: FlowRunFilterIdempotencyKey | null;
}

class TaskRunFilterId extends IdFilter {}
class TaskRunFilterName extends NameFilter {}
class TaskRunFilterTags extends TagsFilter {}
class TaskRunFilterStartTime extends StartTimeFilter {}

/** What task runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `TaskRunFilter` */
export class TaskRunFilter extends OperatorFilter {
  @Field.nested(() => TaskRunFilterId, { default: null })
  declare id: TaskRunFilterId | null;

  @Field.nested(() => TaskRunFilterName, { default: null })
  declare name: TaskRunFilterName | null;

  @Field.nested(() => TaskRunFilterTags, { default: null })
  declare tags: TaskRunFilterTags | null;

  @Field.nested(() => TaskRunFilterState, { default: null })
  declare state: TaskRunFilterState | null;

  @Field.nested(() => TaskRunFilterStartTime, { default: null })
  declare startTime: TaskRunFilterStartTime | null;

  @Field.nested(() => TaskRunFilterSubFlowRuns, { default: null })
  declare subflowRuns: TaskRunFilterSubFlowRuns | null;

  @Field.nested(() => TaskRunFilterFlowRunId, { default: null })
  declare flowRunId: TaskRunFilterFlowRunId | null;
}
