import { randomUUID } from 'node:crypto';

import { ActionBaseModel, Field, Kinds, OrmBaseModel, State, StateCreate, StateType } from '../../index.js';
import { FlowRunPolicy } from '../../transitions/index.js';

/** A name for a run that was given none. */
export function runName(): string {
  return `run-${randomUUID().slice(0, 8)}`;
}

/** What a client sends to make a flow run. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunCreate` */
export class FlowRunCreate extends ActionBaseModel {
  @Field.nested(() => StateCreate, { default: null, description: 'The state of the flow run to create' })
  declare state: StateCreate | null;

  @Field.string({ default: null, description: 'The name of the flow run', examples: ['my-flow-run'] })
  declare name: string | null;

  @Field.uuid({ description: 'The id of the flow being run' })
  declare flowId: string;

  @Field.string({ default: null, description: 'The version of the flow being run' })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}), description: 'The parameters of the flow run' })
  declare parameters: Record<string, unknown>;

  @Field.record(Kinds.json, { default: () => ({}), description: 'The context of the flow run' })
  declare context: Record<string, unknown>;

  @Field.uuid({ default: null })
  declare parentTaskRunId: string | null;

  @Field.uuid({ default: null })
  declare infrastructureDocumentId: string | null;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}), description: 'How the flow run retries' })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [], description: 'A list of tags for the flow run' })
  declare tags: string[];

  @Field.string({ default: null, description: 'A run that was made for the same key is returned instead' })
  declare idempotencyKey: string | null;

  @Field.uuid({ default: null, description: 'Taken for older clients; deployments are not kept' })
  declare deploymentId: string | null;
}

/** A flow run, as the server answers it. @source prefect 2.20.25, server/schemas/responses.py, `FlowRunResponse` */
export class FlowRun extends OrmBaseModel {
  @Field.string()
  declare name: string;

  @Field.uuid()
  declare flowId: string;

  @Field.uuid({ default: null })
  declare stateId: string | null;

  @Field.string({ default: null })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.string({ default: null })
  declare idempotencyKey: string | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare context: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.uuid({ default: null })
  declare parentTaskRunId: string | null;

  @Field.enum(StateType, { default: null })
  declare stateType: StateType | null;

  @Field.string({ default: null })
  declare stateName: string | null;

  @Field.nested(() => State, { default: null, description: 'The current state of the flow run' })
  declare state: State | null;
}
