import { type DateTime } from 'luxon';

import { ActionBaseModel, type CodedFault, Field, types, type State, type StateCreate } from '../index.js';
import { TaskRunPolicy } from '../transitions/index.js';
import { CurrentState, CurrentStateId, ExpectedStart, FirstState, NextStart, Run, RunCount } from './run.js';
import { RunName } from './run-name.js';
import { type TaskInput, taskInput } from './task-input.js';

const MAX_CACHE_KEY = 2000;

/** @source prefect 2.20.25, _internal/schemas/validators.py, `validate_cache_key_length` */
function cacheKeyLength(key: string): CodedFault | null {
  if (Array.from(key).length <= MAX_CACHE_KEY) return null;
  return { code: 'rule', msg: `Cache key exceeded maximum allowed length of ${MAX_CACHE_KEY} characters.` };
}

/** What a task run is made of: what is sent, what is kept and what is answered, which have no class in common, say it so. */
export const TaskRunField = {
  flowRunId: Field.uuid({ default: null, description: 'The flow run that the task run belongs to' }),
  taskKey: Field.string({ description: 'A unique identifier for the task being run' }),
  dynamicKey: Field.string({ description: 'Tells the runs of one task within one flow run apart' }),
  cacheKey: Field.string({
    default: null,
    check: cacheKeyLength,
    schema: { type: 'string', maxLength: MAX_CACHE_KEY },
    description: 'The key under which the result is cached',
  }),
  cacheExpiration: Field.dateTime({ default: null, description: 'When the cached result ends to be valid' }),
  taskVersion: Field.string({ default: null, description: 'The version of the task being run' }),
  tags: Field.list(types.string(), { default: () => [], description: 'A list of tags for the task run' }),
} as const;

/** What a client sends to make a task run. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunCreate` */
export class TaskRunCreate extends ActionBaseModel {
  @Field.uuid({ default: null, description: 'The id of the task run; left out, a random one' })
  declare id: string | null;

  @FirstState('task run')
  declare state: StateCreate | null;

  @RunName('The name of the task run; left out, two random words')
  declare name: string | null;

  @TaskRunField.flowRunId declare flowRunId: string | null;

  @TaskRunField.taskKey declare taskKey: string;

  @TaskRunField.dynamicKey declare dynamicKey: string;

  @TaskRunField.cacheKey declare cacheKey: string | null;

  @TaskRunField.cacheExpiration declare cacheExpiration: DateTime | null;

  @TaskRunField.taskVersion declare taskVersion: string | null;

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}), description: 'How the task run retries' })
  declare empiricalPolicy: TaskRunPolicy;

  @TaskRunField.tags declare tags: string[];

  @Field.record(types.list(taskInput), { default: () => ({}), description: 'What the task run depends on' })
  declare taskInputs: Record<string, TaskInput[]>;
}

/** What a client sends to change a task run. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunUpdate` */
export class TaskRunUpdate extends ActionBaseModel {
  @RunName('The name of the task run; null for two random words')
  declare name: string | null;
}

/** A task run, as the server answers it. @source prefect 2.20.25, server/schemas/core.py, `TaskRun` */
export class TaskRun extends Run {
  @Field.string({ examples: ['my-task-run'] })
  declare name: string;

  @TaskRunField.flowRunId declare flowRunId: string | null;

  @TaskRunField.taskKey declare taskKey: string;

  @TaskRunField.dynamicKey declare dynamicKey: string;

  @TaskRunField.cacheKey declare cacheKey: string | null;

  @TaskRunField.cacheExpiration declare cacheExpiration: DateTime | null;

  @TaskRunField.taskVersion declare taskVersion: string | null;

  @Field.nested(() => TaskRunPolicy, { default: () => new TaskRunPolicy({}) })
  declare empiricalPolicy: TaskRunPolicy;

  @TaskRunField.tags declare tags: string[];

  @CurrentStateId('task run', { after: 'tags' })
  declare stateId: string | null;

  @Field.record(types.list(types.json), {
    default: () => ({}),
    after: 'stateId',
    description: 'What the task run depends on',
  })
  declare taskInputs: Record<string, unknown[]>;

  @RunCount('task run')
  declare runCount: number;

  @Field.int({ default: 0, description: "The flow run's count when the task run last began to run" })
  declare flowRunRunCount: number;

  @ExpectedStart('task run')
  declare expectedStartTime: DateTime | null;

  @NextStart('task run')
  declare nextScheduledStartTime: DateTime | null;

  @CurrentState('task run')
  declare state: State | null;
}
