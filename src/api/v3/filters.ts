/*
 * What clients of Prefect 3 look for things by: Prefect 2's filters, and what was added to them.
 *
 * @source prefect 3.8.8, server/schemas/filters.py
 */
import { Field, types, StateType } from '../../index.js';
import * as absent from '../absent-filters.js';
import * as prefect2 from '../filters.js';
import { onPrefect3 } from './on-prefect3.js';

/** Of ids. */
export class IdFilter extends onPrefect3(prefect2.IdFilter) {}
class NameFilter extends onPrefect3(prefect2.NameFilter) {}
class TimeFilter extends onPrefect3(prefect2.TimeFilter) {}
class KeyFilter extends onPrefect3(prefect2.FlowRunFilterIdempotencyKey) {}

/** Of times that may not be there, as ends are. */
class EndTimeFilter extends onPrefect3(prefect2.StartTimeFilter) {}

/** Of ids, and of ids to leave out. */
class IdsFilter extends onPrefect3(prefect2.FlowRunFilterId) {}

/** What flows are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `FlowFilter` */
export class FlowFilter extends onPrefect3(prefect2.FlowFilter) {
  @Field.nested(() => IdsFilter, { default: null })
  declare id: IdsFilter | null;
}

class StateTypeFilter extends onPrefect3(prefect2.StateTypeFilter) {
  @Field.list(types.enum(StateType), { default: null, name: 'not_any_', description: 'Types of states to leave out' })
  declare notAny: StateType[] | null;
}

class FlowRunStateFilter extends onPrefect3(prefect2.FlowRunFilterState) {
  @Field.nested(() => StateTypeFilter, { default: null })
  declare type: StateTypeFilter | null;

  @Field.nested(() => KeyFilter, { default: null })
  declare name: KeyFilter | null;
}

class TagsFilter extends onPrefect3(prefect2.TagsFilter) {
  @Field.list(types.string(), {
    default: null,
    name: 'any_',
    after: 'all',
    description: 'Tags of which one must be there',
  })
  declare any: string[] | null;
}

class CreatorFilter extends onPrefect3(prefect2.OperatorFilter) {
  @Field.list(types.uuid, { default: null, name: 'id_', description: 'Ids of creators to include' })
  declare id: string[] | null;

  @Field.list(types.string(), { default: null, name: 'type_', description: 'Types of creators to include' })
  declare type: string[] | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether the creator is not known; none is' })
  declare isNull: boolean | null;
}

/** What flow runs are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `FlowRunFilter` */
export class FlowRunFilter extends onPrefect3(prefect2.FlowRunFilter) {
  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;

  @Field.nested(() => FlowRunStateFilter, { default: null })
  declare state: FlowRunStateFilter | null;

  @Field.nested(() => EndTimeFilter, { default: null, after: 'startTime' })
  declare endTime: EndTimeFilter | null;

  @Field.nested(() => CreatorFilter, { default: null })
  declare createdBy: CreatorFilter | null;
}

/** What task runs are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `TaskRunFilter` */
export class TaskRunFilter extends onPrefect3(prefect2.TaskRunFilter) {
  @Field.nested(() => EndTimeFilter, { default: null, after: 'startTime' })
  declare endTime: EndTimeFilter | null;

  @Field.nested(() => TimeFilter, { default: null, after: 'endTime' })
  declare expectedStartTime: TimeFilter | null;
}

class LikeFilter extends onPrefect3(prefect2.Filter) {
  @Field.string({ default: null, name: 'like_', description: 'A part of the text, in any case' })
  declare like: string | null;
}

class CountFilter extends onPrefect3(prefect2.Filter) {
  @Field.int({ default: null, name: 'ge_', description: 'As many or more' })
  declare atLeast: number | null;

  @Field.int({ default: null, name: 'le_', description: 'As many or fewer' })
  declare atMost: number | null;

  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

/** What deployments are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `DeploymentFilter` */
export class DeploymentFilter extends onPrefect3(absent.OwnDeploymentFilter) {
  @Field.nested(() => IdsFilter, { default: null })
  declare id: IdsFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;

  @Field.nested(() => LikeFilter, { default: null, after: 'name' })
  declare flowOrDeploymentName: LikeFilter | null;

  @Field.nested(() => CountFilter, { default: null })
  declare concurrencyLimit: CountFilter | null;
}

/** What work pools are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `WorkPoolFilter` */
export class WorkPoolFilter extends onPrefect3(absent.WorkPoolFilter) {}

/** What work queues are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `WorkQueueFilter` */
export class WorkQueueFilter extends onPrefect3(absent.WorkQueueFilter) {}

class ArtifactKeyFilter extends NameFilter {
  @Field.bool({ default: null, name: 'exists_', description: 'Whether there is a key' })
  declare exists: boolean | null;
}

/** What artifacts are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `ArtifactFilter` */
export class ArtifactFilter extends onPrefect3(prefect2.OperatorFilter) {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => ArtifactKeyFilter, { default: null })
  declare key: ArtifactKeyFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare flowRunId: IdFilter | null;

  @Field.nested(() => IdFilter, { default: null })
  declare taskRunId: IdFilter | null;

  @Field.nested(() => KeyFilter, { default: null })
  declare type: KeyFilter | null;
}
