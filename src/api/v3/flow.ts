import { Field } from '../../index.js';
import * as prefect2 from '../flow.js';
import { type Labels, LabelsField } from './labels.js';
import { onPrefect3 } from './on-prefect3.js';

/** What a client sends to make a flow. @source prefect 3.8.8, server/schemas/actions.py, `FlowCreate` */
export class FlowCreate extends onPrefect3(prefect2.FlowCreate) {
  @Field.string({ pattern: /^[^/%&><]+$/, description: 'The name of the flow', examples: ['my-flow'] })
  declare name: string;

  @LabelsField('Labels of the flow, which its runs have too')
  declare labels: Labels | null;
}

/** A flow, as the server answers it. @source prefect 3.8.8, server/schemas/core.py, `Flow` */
export class Flow extends onPrefect3(prefect2.Flow) {
  @LabelsField('Labels of the flow, which its runs have too')
  declare labels: Labels | null;
}
