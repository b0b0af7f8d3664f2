import { type DateTime } from 'luxon';

import { ActionBaseModel, Field, Kinds, OrmBaseModel, State, StateCreate, StateType } from '../index.js';
import { FlowRunPolicy } from '../transitions/index.js';
import { RunName } from './run-name.js';

/** What a client sends to make a flow run. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunCreate` */
export class FlowRunCreate extends ActionBaseModel {
  @Field.nested(() => StateCreate, { default: null, description: 'The state of the flow run to create' })
  declare state: StateCreate | null;

  @RunName('The name of the flow run; left out, two random words')
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

/** What a client sends to change a flow run. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunUpdate` */
export class FlowRunUpdate extends ActionBaseModel {
  @RunName('The name of the flow run; null for two random words')
  declare name: string | null;

  @Field.string({ default: null })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.string({ default: null })
  declare infrastructurePid: string | null;

  @Field.record(Kinds.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}

/** A flow run, as the server answers it. @source prefect 2.20.25, server/schemas/responses.py, `FlowRunResponse` */
export class FlowRun extends OrmBaseModel {
  @Field.string({ description: 'The name of the flow run', examples: ['my-flow-run'] })
  declare name: string;

  @Field.uuid({ description: 'The id of the flow being run' })
  declare flowId: string;

  @Field.uuid({ default: null, description: "The id of the flow run's current state" })
  declare stateId: string | null;

  @Field.uuid({ default: null })
  declare deploymentId: string | null;

  @Field.string({ default: null })
  declare deploymentVersion: string | null;

  @Field.uuid({ default: null })
  declare workQueueId: string | null;

  @Field.string({ default: null })
  declare workQueueName: string | null;

  @Field.string({ default: null, description: 'The version of the flow executed in this flow run' })
  declare flowVersion: string | null;

  @Field.record(Kinds.json, { default: () => ({}), description: 'Parameters for the flow run' })
  declare parameters: Record<string, unknown>;

  @Field.string({ default: null, description: 'A run that was made for the same key is returned instead' })
  declare idempotencyKey: string | null;

  @Field.record(Kinds.json, { default: () => ({}), description: 'Additional context for the flow run' })
  declare context: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(Kinds.string(), { default: () => [], description: 'A list of tags on the flow run' })
  declare tags: string[];

  @Field.uuid({ default: null, description: "The task run that stands for a subflow in its parent's flow run" })
  declare parentTaskRunId: string | null;

  @Field.enum(StateType, { default: null, description: 'The type of the current state' })
  declare stateType: StateType | null;

  @Field.string({ default: null, description: 'The name of the current state' })
  declare stateName: string | null;

  @Field.int({ default: 0, description: 'How often the flow run has begun to run' })
  declare runCount: number;

  @Field.dateTime({ default: null, description: 'When the flow run was first to begin' })
  declare expectedStartTime: DateTime | null;

  @Field.dateTime({ default: null, description: 'When the flow run is to begin, while it is scheduled' })
  declare nextScheduledStartTime: DateTime | null;

  @Field.dateTime({ default: null, description: 'The actual start time' })
  declare startTime: DateTime | null;

  @Field.dateTime({ default: null, description: 'The actual end time' })
  declare endTime: DateTime | null;

  @Field.float({ default: 0, description: 'Seconds in running states that the run has left' })
  declare totalRunTime: number;

  @Field.float({ default: 0, description: 'Seconds in running states, until now' })
  declare estimatedRunTime: number;

  @Field.float({ default: 0, description: 'Seconds that the start is late' })
  declare estimatedStartTimeDelta: number;

  @Field.bool({ default: false })
  declare autoScheduled: boolean;

  @Field.uuid({ default: null })
  declare infrastructureDocumentId: string | null;

  @Field.string({ default: null, description: "What the run's infrastructure is known by" })
  declare infrastructurePid: string | null;

  @Field.json({ default: null })
  declare createdBy: unknown;

  @Field.uuid({ default: null })
  declare workPoolId: string | null;

  @Field.string({ default: null })
  declare workPoolName: string | null;

  @Field.nested(() => State, { default: null, description: 'The current state of the flow run' })
  declare state: State | null;

  @Field.record(Kinds.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}
