import { Field, types, PrefectBaseModel } from '../../index.js';
import { type State } from '../../v3/index.js';
import * as prefect2 from '../flow-run.js';
import { labels, type Labels, LabelsField } from './labels.js';
import { onPrefect3 } from './on-prefect3.js';
import { FlowRunPolicy } from './policies.js';

const PolicyField = Field.nested(() => FlowRunPolicy, {
  default: () => new FlowRunPolicy({}),
  description: 'How the flow run retries',
});

/** What a client sends to make a flow run. @source prefect 3.8.8, server/schemas/actions.py, `FlowRunCreate` */
export class FlowRunCreate extends onPrefect3(prefect2.FlowRunCreate) {
  @PolicyField declare empiricalPolicy: FlowRunPolicy;

  @LabelsField('Labels of the flow run, beside those of its flow', { after: 'tags' })
  declare labels: Labels | null;

  @Field.string({
    default: null,
    after: 'idempotencyKey',
    description: 'There are no work pools: with one, none is found',
  })
  declare workPoolName: string | null;

  @Field.string({ default: null, after: 'workPoolName', description: 'Kept as it is; there are no work queues' })
  declare workQueueName: string | null;

  @Field.record(types.json, {
    default: null,
    after: 'workQueueName',
    description: "What the run's infrastructure is set up with",
  })
  declare jobVariables: Record<string, unknown> | null;
}

/** What a client sends to change a flow run. @source prefect 3.8.8, server/schemas/actions.py, `FlowRunUpdate` */
export class FlowRunUpdate extends onPrefect3(prefect2.FlowRunUpdate) {
  @PolicyField declare empiricalPolicy: FlowRunPolicy;
}

/** Who has made a flow run. @source prefect 3.8.8, server/schemas/core.py, `CreatedBy` */
export class CreatedBy extends onPrefect3(PrefectBaseModel) {
  @Field.uuid({ default: null })
  declare id: string | null;

  @Field.string({ default: null })
  declare type: string | null;

  @Field.string({ default: null })
  declare displayValue: string | null;
}

/** A flow run, as the server answers it. @source prefect 3.8.8, server/schemas/responses.py, `FlowRunResponse` */
export class FlowRun extends onPrefect3(prefect2.FlowRun) {
  declare state: State | null;

  @PolicyField declare empiricalPolicy: FlowRunPolicy;

  @Field.of(labels, { default: () => ({}), after: 'tags', description: 'Labels of the flow run' })
  declare labels: Labels;

  @Field.nested(() => CreatedBy, { default: null })
  declare createdBy: CreatedBy | null;
}

/** Labels that a flow run is given beside those that it has: each field is one. @source prefect 3.8.8, server/api/flow_runs.py */
export class FlowRunLabels extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'ignore';
}
