import { type Defaulted, Field, PrefectBaseModel, State } from 'prefect-states';
import { FlowRunPolicy } from 'prefect-states/transitions';

export class Job extends PrefectBaseModel<Job> {
  @Field.string({ description: 'What is to be done' })
  declare name: string;

  // the plugin imports this class by the path of its file, which leads to an entry point
  @Field.nested(() => FlowRunPolicy)
  declare retries: FlowRunPolicy;

  @Field.nested(() => State, { default: () => State.pending() })
  declare state: Defaulted<State>;
}
