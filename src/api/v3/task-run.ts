import { Field, types, PrefectBaseModel } from '../../index.js';
import { type State } from '../../v3/index.js';
import * as prefect2 from '../task-run.js';
import * as inputs from '../task-input.js';
import { type Labels, LabelsField } from './labels.js';
import { onPrefect3 } from './on-prefect3.js';
import { TaskRunPolicy } from './policies.js';

const PolicyField = Field.nested(() => TaskRunPolicy, {
  default: () => new TaskRunPolicy({}),
  description: 'How the task run retries',
});

/** The result of a flow run. @source prefect 3.8.8, server/schemas/core.py, `FlowRunResult` */
export class FlowRunResult extends onPrefect3(PrefectBaseModel) {
  @Field.literal(['flow_run'], { default: 'flow_run' })
  declare inputType: 'flow_run';

  @Field.uuid()
  declare id: string;
}

const taskInput = types.union([
  types.nested(() => onPrefect3(inputs.TaskRunResult)),
  types.nested(() => FlowRunResult),
  types.nested(() => onPrefect3(inputs.Parameter)),
  types.nested(() => onPrefect3(inputs.Constant)),
]);

/** What a client sends to make a task run. @source prefect 3.8.8, server/schemas/actions.py, `TaskRunCreate` */
export class TaskRunCreate extends onPrefect3(prefect2.TaskRunCreate) {
  @PolicyField declare empiricalPolicy: TaskRunPolicy;

  @LabelsField('Labels of the task run, beside those of its flow run', { after: 'tags' })
  declare labels: Labels | null;

  @Field.record(types.list(taskInput), { default: () => ({}), description: 'What the task run depends on' })
  declare taskInputs: Record<string, inputs.TaskInput[]>;
}

/** What a client sends to change a task run. @source prefect 3.8.8, server/schemas/actions.py, `TaskRunUpdate` */
export class TaskRunUpdate extends onPrefect3(prefect2.TaskRunUpdate) {}

/** A task run, as the server answers it. @source prefect 3.8.8, server/schemas/core.py, `TaskRun` */
export class TaskRun extends onPrefect3(prefect2.TaskRun) {
  declare state: State | null;

  @PolicyField declare empiricalPolicy: TaskRunPolicy;

  @LabelsField('Labels of the task run', { after: 'tags' })
  declare labels: Labels | null;
}
