import { Field, types, OrmBaseModel, PrefectBaseModel } from '../../index.js';
import { keyCharacters } from './key.js';
import { onPrefect3 } from './on-prefect3.js';

/** The names of a route's parameters: more of them are never refused. */
abstract class Parameters extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'ignore';
}

/** What is sent to a flow run. @source prefect 3.8.8, server/api/flow_runs.py, `create_flow_run_input` */
export class FlowRunInputCreate extends Parameters {
  @Field.string({ check: keyCharacters('The key'), description: 'The key, unique in the flow run' })
  declare key: string;

  @Field.string({ description: 'A text, mostly JSON' })
  declare value: string;

  @Field.string({ default: null, description: 'Who sends it' })
  declare sender: string | null;
}

/** What was sent to a flow run. @source prefect 3.8.8, server/schemas/core.py, `FlowRunInput` */
export class FlowRunInput extends onPrefect3(OrmBaseModel) {
  @Field.uuid()
  declare flowRunId: string;

  @Field.string({ description: 'The key, unique in the flow run' })
  declare key: string;

  @Field.string({ description: 'A text, mostly JSON' })
  declare value: string;

  @Field.string({ default: null, description: 'Who has sent it' })
  declare sender: string | null;
}

/** Which inputs of a flow run are read. @source prefect 3.8.8, server/api/flow_runs.py, `filter_flow_run_input` */
export class FlowRunInputQuery extends Parameters {
  @Field.string({ description: 'How the keys begin' })
  declare prefix: string;

  @Field.int({ default: 1, description: 'The most that are read, the oldest first' })
  declare limit: number;

  @Field.list(types.string(), { default: () => [], description: 'Keys that are left out' })
  declare excludeKeys: string[];
}

/** What a paused flow run goes on with. @source prefect 3.8.8, server/api/flow_runs.py, `resume_flow_run` */
export class ResumeFlowRun extends Parameters {
  @Field.record(types.json, { default: null, description: 'What the pause waits for, if it does' })
  declare runInput: Record<string, unknown> | null;
}
