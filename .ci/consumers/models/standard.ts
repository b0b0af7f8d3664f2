// the same models by the decorators of the language, without `experimentalDecorators`
import { type Defaulted, Field, IdBaseModel, types, State } from 'prefect-states';

export class Job extends IdBaseModel<Job> {
  @Field.string({ minLength: 1 }) owner!: string;
  @Field.int({ default: 0 }) attempts!: Defaulted<number>;
  @Field.list(types.string(), { default: () => [] }) tags!: Defaulted<string[]>;
}

export class JobState extends State<JobState> {
  @Field.string() owner!: string;
  @Field.bytes({ default: null }) token!: Uint8Array | null;
}
