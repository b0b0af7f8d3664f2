// models of a user's own, as projects with `experimentalDecorators` write them
import { type Defaulted, Field, IdBaseModel, types, State } from 'prefect-states';

export class Job extends IdBaseModel<Job> {
  @Field.string({ minLength: 1 }) declare owner: string;
  @Field.int({ default: 0 }) declare attempts: Defaulted<number>;
  @Field.list(types.string(), { default: () => [] }) declare tags: Defaulted<string[]>;
}

export class JobState extends State<JobState> {
  @Field.string() declare owner: string;
  @Field.bytes({ default: null }) declare token: Uint8Array | null;
}
