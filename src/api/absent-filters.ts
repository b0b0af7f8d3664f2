/*
 * Filters for what this backend does not keep: what they ask for is checked, and found nowhere.
 *
 * @source prefect 2.20.25, server/schemas/filters.py
 */
import { Field, Kinds } from '../index.js';
import { Filter, IdFilter, NameFilter, OperatorFilter, TagsFilter, TextFilter } from './filters.js';

class FlagFilter extends Filter {
  @Field.bool({ default: null, name: 'eq_', description: 'Whether it is so' })
  declare eq: boolean | null;
}

/** What deployments are looked for by, on either wire. */
export abstract class OwnDeploymentFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => NameFilter, { default: null })
  declare name: NameFilter | null;

  @Field.nested(() => FlagFilter, { default: null })
  declare paused: FlagFilter | null;

  @Field.nested(() => TagsFilter, { default: null })
  declare tags: TagsFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare workQueueName: TextFilter | null;
}

/** What deployments are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `DeploymentFilter` */
export class DeploymentFilter extends OwnDeploymentFilter {
  @Field.nested(() => FlagFilter, { default: null, after: 'paused' })
  declare isScheduleActive: FlagFilter | null;
}

/** What work pools are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `WorkPoolFilter` */
export class WorkPoolFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare name: TextFilter | null;

  @Field.nested(() => TextFilter, { default: null })
  declare type: TextFilter | null;
}

class QueueNameFilter extends TextFilter {
  @Field.list(Kinds.string(), { default: null, name: 'startswith_', description: 'Beginnings of texts to include' })
  declare startsWith: string[] | null;
}

/** What work queues are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `WorkQueueFilter` */
export class WorkQueueFilter extends OperatorFilter {
  @Field.nested(() => IdFilter, { default: null })
  declare id: IdFilter | null;

  @Field.nested(() => QueueNameFilter, { default: null })
  declare name: QueueNameFilter | null;
}
