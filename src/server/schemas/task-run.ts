import { type DateTime } from 'luxon';

import { ActionBaseModel, type Fault, Field, Kinds, OrmBaseModel, State, StateCreate, StateType } from '../../index.js';
import { TaskRunPolicy } from '../../transitions/index.js';

const MAX_CACHE_KEY = 2000;

/** @source prefect 2.20.25, _internal/schemas/validators.py, `validate_cache_key_length` */
function cacheKeyLength(key: string): Fault | null {
  if (Array.from(key).length <= MAX_CACHE_KEY) return null;
  return { msg: `Cache key exceeded maximum allowed length of ${MAX_CACHE_KEY} characters.`, type: 'value_error' };
}

/** What a client sends to make a task run. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunCreate` */
export class TaskRunCreate extends ActionBaseModel {
  @Field.uuid({ default: null, description: 'The id of the task run; left out, a random one' })
  declare id: string | null;

  @Field.nested(() => StateCreate, { default: null, description: 'The state of the task run to create' })
  declare state: StateCreate | null;

  @Field.string({ default: null, description: 'The name of the task run', examples: ['my-task-run'] })
  declare name: string | null;

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

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}), description: 'How the task run retries' })
  declare empiricalPolicy: TaskRunPolicy;

  @Field.list(Kinds.string(), { default: () => [], description: 'A list of tags for the task run' })
  declare tags: string[];

  @Field.record(Kinds.list(Kinds.json), { default: () => ({}), description: 'What the task run depends on' })
  declare taskInputs: Record<string, unknown[]>;
}

/** A task run, as the server answers it. @source prefect 2.20.25, server/schemas/core.py, `TaskRun` */
export class TaskRun extends OrmBaseModel {
  @Field.string()
  declare name: string;

  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  @Field.string()
  declare taskKey: string;

  @Field.string()
  declare dynamicKey: string;

  @Field.string({ default: null })
  declare cacheKey: string | null;

  @Field.dateTime({ default: null })
  declare cacheExpiration: DateTime | null;

  @Field.string({ default: null })
  declare taskVersion: string | null;

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}) })
  declare empiricalPolicy: TaskRunPolicy;

  @Field.list(Kinds.string(), { default: () => [] })
  declare tags: string[];

  @Field.uuid({ default: null })
  declare stateId: string | null;

  @Field.record(Kinds.list(Kinds.json), { default: () => ({}) })
  declare taskInputs: Record<string, unknown[]>;

  @Field.enum(StateType, { default: null })
  declare stateType: StateType | null;

  @Field.string({ default: null })
  declare stateName: string | null;

  @Field.nested(() => State, { default: null, description: 'The current state of the task run' })
  declare state: State | null;
}
