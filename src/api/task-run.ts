import { type DateTime } from 'luxon';

import {
  ActionBaseModel,
  Field,
  type CodedFault,
  Kinds,
  OrmBaseModel,
  State,
  StateCreate,
  StateType,
} from '../index.js';
import { TaskRunPolicy } from '../transitions/index.js';
import { RunName } from './run-name.js';
import { type TaskInput, taskInput } from './task-input.js';

const MAX_CACHE_KEY = 2000;

/** @source prefect 2.20.25, _internal/schemas/validators.py, `validate_cache_key_length` */
function cacheKeyLength(key: string): CodedFault | null {
  if (Array.from(key).length <= MAX_CACHE_KEY) return null;
  return { code: 'rule', msg: `Cache key exceeded maximum allowed length of ${MAX_CACHE_KEY} characters.` };
}

/** What a client sends to make a task run. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunCreate` */
export class TaskRunCreate extends ActionBaseModel {
  @Field.uuid({ default: null, description: 'The id of the task run; left out, a random one' })
  declare id: string | null;

  @Field.nested(() => StateCreate, { default: null, description: 'The state of the task run to create' })
  declare state: StateCreate | null;

  @RunName('The name of the task run; left out, two random words')
  declare name: string | null;

  @Field.uuid({ default: null, description: 'The flow run that the task run belongs to' })
  declare flowRunId: string | null;

  @Field.string({ description: 'A unique identifier for the task being run' })
  declare taskKey: string;

  @Field.string({ description: 'Tells the runs of one task within one flow run apart' })
  declare dynamicKey: string;

  @Field.string({
    default: null,
    check: cacheKeyLength,
    schema: { type: 'string', maxLength: MAX_CACHE_KEY },
    description: 'The key under which the result is cached',
  })
  declare cacheKey: string | null;

  @Field.dateTime({ default: null, description: 'When the cached result ends to be valid' })
  declare cacheExpiration: DateTime | null;

  @Field.string({ default: null, description: 'The version of the task being run' })
  declare taskVersion: string | null;

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}), description: 'How the task run retries' })
  declare empiricalPolicy: TaskRunPolicy;

  @Field.list(Kinds.string(), { default: () => [], description: 'A list of tags for the task run' })
  declare tags: string[];

  @Field.record(Kinds.list(taskInput), { default: () => ({}), description: 'What the task run depends on' })
  declare taskInputs: Record<string, TaskInput[]>;
}

/** What a client sends to change a task run. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunUpdate` */
export class TaskRunUpdate extends ActionBaseModel {
  @RunName('The name of the task run; null for two random words')
  declare name: string | null;
}

/** A task run, as the server answers it. @source prefect 2.20.25, server/schemas/core.py, `TaskRun` */
export class TaskRun extends OrmBaseModel {
  @Field.string({ examples: ['my-task-run'] })
  declare name: string;

  @Field.uuid({ default: null, description: 'The flow run that the task run belongs to' })
  declare flowRunId: string | null;

  @Field.string({ description: 'A unique identifier for the task being run' })
  declare taskKey: string;

  @Field.string({ description: 'Tells the runs of one task within one flow run apart' })
  declare dynamicKey: string;

  @Field.string({ default: null, check: cacheKeyLength, description: 'The key under which the result is cached' })
  declare cacheKey: string | null;

  @Field.dateTime({ default: null, description: 'When the cached result ends to be valid' })
  declare cacheExpiration: DateTime | null;

  @Field.string({ default: null, description: 'The version of the task being run' })
  declare taskVersion: string | null;

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}) })
  declare empiricalPolicy: TaskRunPolicy;

  @Field.list(Kinds.string(), { default: () => [], description: 'A list of tags for the task run' })
  declare tags: string[];

  @Field.uuid({ default: null, description: "The id of the task run's current state" })
  declare stateId: string | null;

  @Field.record(Kinds.list(Kinds.json), { default: () => ({}), description: 'What the task run depends on' })
  declare taskInputs: Record<string, unknown[]>;

  @Field.enum(StateType, { default: null, description: 'The type of the current state' })
  declare stateType: StateType | null;

  @Field.string({ default: null, description: 'The name of the current state' })
  declare stateName: string | null;

  @Field.int({ default: 0, description: 'How often the task run has begun to run' })
  declare runCount: number;

  @Field.int({ default: 0, description: "The flow run's count when the task run last began to run" })
  declare flowRunRunCount: number;

  @Field.dateTime({ default: null, description: 'When the task run was first to begin' })
  declare expectedStartTime: DateTime | null;

  @Field.dateTime({ default: null, description: 'When the task run is to begin, while it is scheduled' })
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

  @Field.nested(() => State, { default: null, description: 'The current state of the task run' })
  declare state: State | null;
}
