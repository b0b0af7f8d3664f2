/*
 * Filters for what this backend does not keep: what they ask for is checked, and found nowhere.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { Field, types } from '../index.js';
import { Filter, IdFilter, NameFilter, OperatorFilter, TagsFilter, TextFilter } from './filters.js';

class FlagFilter extends Filter {
  @Field.bool({ default: null, name: 'eq_', description: 'Whether it is so' })
  declare eq: boolean | null;
}

class DeploymentFilterId extends IdFilter {}
class DeploymentFilterName extends NameFilter {}
class DeploymentFilterPaused extends FlagFilter {}
class DeploymentFilterIsScheduleActive extends FlagFilter {}
class DeploymentFilterTags extends TagsFilter {}
class DeploymentFilterWorkQueueName extends TextFilter {}

/** What deployments are looked for by, on either wire. */
export abstract class OwnDeploymentFilter extends OperatorFilter {
  @Field.nested(() => DeploymentFilterId, { default: null })
  declare id: DeploymentFilterId | null;

  @Field.nested(() => DeploymentFilterName, { default: null })
  declare name: DeploymentFilterName | null;

  @Field.nested(() => DeploymentFilterPaused, { default: null })
  declare paused: DeploymentFilterPaused | null;

  @Field.nested(() => DeploymentFilterTags, { default: null })
  declare tags: DeploymentFilterTags | null;

  @Field.nested(() => DeploymentFilterWorkQueueName, { default: null })
  declare workQueueName: DeploymentFilterWorkQueueName | null;
}

/** What deployments are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `DeploymentFilter` */
export class DeploymentFilter extends OwnDeploymentFilter {
  @Field.nested(() => DeploymentFilterIsScheduleActive, { default: null, after: 'paused' })
  declare isScheduleActive: DeploymentFilterIsScheduleActive | null;
}

class WorkPoolFilterId extends IdFilter {}
class WorkPoolFilterName extends TextFilter {}
class WorkPoolFilterType extends TextFilter {}

/** What work pools are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `WorkPoolFilter` */
export class WorkPoolFilter extends OperatorFilter {
  @Field.nested(() => WorkPoolFilterId, { default: null })
  declare id: WorkPoolFilterId | null;

  @Field.nested(() => WorkPoolFilterName, { default: null })
  declare name: WorkPoolFilterName | null;

  @Field.nested(() => WorkPoolFilterType, { default: null })
  declare type: WorkPoolFilterType | null;
}

class WorkQueueFilterName extends TextFilter {
  @Field.list(types.string(), { default: null, name: 'startswith_', description: 'Beginnings of texts to include' })
  declare startsWith: string[] | null;
}

class WorkQueueFilterId extends IdFilter {}

/** What work queues are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `WorkQueueFilter` */
export class WorkQueueFilter extends OperatorFilter {
  @Field.nested(() => WorkQueueFilterId, { default: null })
  declare id: WorkQueueFilterId | null;

  @Field.nested(() => WorkQueueFilterName, { default: null })
  declare name: WorkQueueFilterName | null;
}
