import { type DateTime } from 'luxon';

import { ActionBaseModel, Field, types, type State, type StateCreate } from '../index.js';
import { FlowRunPolicy } from '../transitions/index.js';
import { CurrentState, CurrentStateId, ExpectedStart, FirstState, NextStart, Run, RunCount } from './run.js';
import { RunName } from './run-name.js';

/**
 * What a flow run is made of, beside its name and its first state. Each field says which it stands behind: what a class adds
 * stands in front, and the order of the fields is the order of what is wrong with them.
 */
export abstract class FlowRunDraft extends ActionBaseModel {
  @Field.uuid({ after: 'name', description: 'The id of the flow being run' })
  declare flowId: string;

  @Field.string({ default: null, after: 'flowId', description: 'The version of the flow being run' })
  declare flowVersion: string | null;

  @Field.record(types.json, {
    default: () => ({}),
    after: 'flowVersion',
    description: 'The parameters of the flow run',
  })
  declare parameters: Record<string, unknown>;

  @Field.record(types.json, { default: () => ({}), after: 'parameters', description: 'The context of the flow run' })
  declare context: Record<string, unknown>;

  @Field.uuid({ default: null, after: 'context' })
  declare parentTaskRunId: string | null;

  @Field.uuid({ default: null, after: 'parentTaskRunId' })
  declare infrastructureDocumentId: string | null;

  @Field.nested(() => FlowRunPolicy, {
    default: () => new FlowRunPolicy({}),
    after: 'infrastructureDocumentId',
    description: 'How the flow run retries',
  })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(types.string(), {
    default: () => [],
    after: 'empiricalPolicy',
    description: 'A list of tags for the flow run',
  })
  declare tags: string[];

  @Field.string({
    default: null,
    after: 'tags',
    description: 'A run that was made for the same key is returned instead',
  })
  declare idempotencyKey: string | null;

  @Field.uuid({
    default: null,
    after: 'idempotencyKey',
    description: 'Taken for older clients; deployments are not kept',
  })
  declare deploymentId: string | null;
}

/** What a client sends to make a flow run. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunCreate` */
export class FlowRunCreate extends FlowRunDraft {
  @FirstState('flow run')
  declare state: StateCreate | null;

  @RunName('The name of the flow run; left out, two random words')
  declare name: string | null;
}

/** What a client sends to change a flow run. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunUpdate` */
export class FlowRunUpdate extends ActionBaseModel {
  @RunName('The name of the flow run; null for two random words')
  declare name: string | null;

  @Field.string({ default: null })
  declare flowVersion: string | null;

  @Field.record(types.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(types.string(), { default: () => [] })
  declare tags: string[];

  @Field.string({ default: null })
  declare infrastructurePid: string | null;

  @Field.record(types.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}

/** A flow run, as the server answers it. @source prefect 2.20.25, server/schemas/responses.py, `FlowRunResponse` */
export class FlowRun extends Run {
  @Field.string({ description: 'The name of the flow run', examples: ['my-flow-run'] })
  declare name: string;

  @Field.uuid({ description: 'The id of the flow being run' })
  declare flowId: string;

  @CurrentStateId('flow run')
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

  @Field.record(types.json, { default: () => ({}), description: 'Parameters for the flow run' })
  declare parameters: Record<string, unknown>;

  @Field.string({ default: null, description: 'A run that was made for the same key is returned instead' })
  declare idempotencyKey: string | null;

  @Field.record(types.json, { default: () => ({}), description: 'Additional context for the flow run' })
  declare context: Record<string, unknown>;

  @Field.nested(() => FlowRunPolicy, { default: () => new FlowRunPolicy({}) })
  declare empiricalPolicy: FlowRunPolicy;

  @Field.list(types.string(), { default: () => [], description: 'A list of tags on the flow run' })
  declare tags: string[];

  @Field.uuid({
    default: null,
    after: 'tags',
    description: "The task run that stands for a subflow in its parent's flow run",
  })
  declare parentTaskRunId: string | null;

  @RunCount('flow run')
  declare runCount: number;

  @ExpectedStart('flow run')
  declare expectedStartTime: DateTime | null;

  @NextStart('flow run')
  declare nextScheduledStartTime: DateTime | null;

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

  @CurrentState('flow run')
  declare state: State | null;

  @Field.record(types.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}
