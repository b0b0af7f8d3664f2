/* What TypeScript knows of the states. The checks are made by `npm run types`; running them only proves that they are true. */
import { type StandardSchemaV1 } from '@standard-schema/spec';
import { type DateTime } from 'luxon';

import {
  CountByState,
  type Defaulted,
  Field,
  type FieldsOf,
  type JsonOf,
  type StandardModel,
  State,
  StateCreate,
  StateDetails,
  type StateFields,
  type StateJson,
} from '../../src/index.js';
import { type Equal, holds } from '../support/types.js';

/** A user's own state, which names itself. */
class Job extends State<Job> {
  @Field.string() declare owner: string;
  @Field.int({ default: 0 }) declare priority: Defaulted<number>;

  declare static readonly '~standard': StandardModel<Job>;
}

/** One that does not name itself. */
class Task extends State {
  @Field.string({ default: 'none' }) declare owner: Defaulted<string>;
}

describe('the constructor', () => {
  it('takes the fields of a class, its own and those that it inherits', () => {
    const job = new Job({ type: 'RUNNING', owner: 'me' });
    expect([job.owner, job.priority, job.name]).toEqual(['me', 0, 'Running']);
    expect(new Job({ type: 'RUNNING', owner: 'me', priority: 2, name: null, timestamp: '2024-05-01' }).priority).toBe(
      2,
    );
    // @ts-expect-error owner is needed
    expect(() => new Job({ type: 'RUNNING' })).toThrow('field required');
    // @ts-expect-error owner is a text
    expect(() => new Job({ type: 'RUNNING', owner: [] })).toThrow('str type expected');
    // @ts-expect-error no such field
    expect(new Job({ type: 'RUNNING', owner: 'me', ownr: 'you' }).owner).toBe('me');
    // @ts-expect-error no fields would make a blank instance
    expect(new Job()).toBeInstanceOf(Job);
  });

  it('refuses what is wrong, of every class of states', () => {
    // @ts-expect-error a type is needed
    expect(() => new State({})).toThrow('field required');
    // @ts-expect-error no such type
    expect(() => new State({ type: 'DONE' })).toThrow('not a valid enumeration member');
    // @ts-expect-error no such field
    expect(new State({ type: 'RUNNING', mesage: 'x' }).message).toBeNull();
    // @ts-expect-error no such field
    expect(new StateDetails({ flowRun: null }).flowRunId).toBeNull();
    // @ts-expect-error it is not null
    expect(() => new StateDetails({ untrackableResult: null })).toThrow('none is not an allowed value');
    // @ts-expect-error no such field
    expect(() => new StateCreate({ type: 'RUNNING', mesage: 'x' })).toThrow('extra fields not permitted');
    // @ts-expect-error no such type
    expect(new CountByState({ DONE: 1 }).COMPLETED).toBe(0);
  });

  it('asks a class that does not name itself for what its base takes', () => {
    expect(new Task({ type: 'RUNNING', owner: 'me' }).owner).toBe('me');
    // @ts-expect-error no such type
    expect(() => new Task({ type: 'DONE', owner: 'me' })).toThrow('not a valid enumeration member');
  });

  it('takes what FieldsOf says', () => {
    const fields: StateFields = { type: 'RUNNING', stateDetails: { cacheKey: 'k' } };
    expect(new State({ ...fields, message: 'm' }).stateDetails.cacheKey).toBe('k');
    holds<Equal<FieldsOf<Job>['owner'], string>>(true);
    holds<Equal<FieldsOf<Job>['priority'], number | undefined>>(true);
    holds<Equal<FieldsOf<State>['name'], string | null | undefined>>(true);
    holds<Equal<keyof FieldsOf<CountByState>, keyof JsonOf<CountByState>>>(true);
  });
});

describe('the factories', () => {
  it('make states of the class that they are called on, of a known type', () => {
    const made = Job.completed({ owner: 'me' });
    const held: Job = made;
    holds<Equal<typeof made.type, 'COMPLETED'>>(true);
    expect([held.owner, made.type, State.completed().type]).toEqual(['me', 'COMPLETED', 'COMPLETED']);
    const scheduled = State.scheduled();
    holds<Equal<typeof scheduled.type, 'SCHEDULED'>>(true);
    const time: DateTime = scheduled.stateDetails.scheduledTime;
    expect(time.isValid).toBe(true);
  });

  it('ask for the fields of the class, and refuse names that are none', () => {
    // @ts-expect-error owner is needed
    expect(() => Job.completed()).toThrow('field required');
    // @ts-expect-error owner is needed
    expect(() => Job.late({})).toThrow('field required');
    // @ts-expect-error the factory says the type
    expect(State.completed({ type: 'FAILED' }).type).toBe('COMPLETED');
    // @ts-expect-error the factory says the name
    expect(State.retrying({ name: 'x' }).name).toBe('Retrying');
    // @ts-expect-error no such field
    expect(State.completed({ mesage: 'x' }).message).toBeNull();
    expect(Task.failed({ owner: 'me' }).owner).toBe('me');
  });

  it('pause for so many seconds or until a time, not both', () => {
    expect(State.paused({ timeoutSeconds: 5 }).stateDetails.pauseTimeout).not.toBeNull();
    expect(State.paused({ pauseExpirationTime: '2099-01-01T00:00:00Z' }).stateDetails.pauseTimeout).not.toBeNull();
    const both = { timeoutSeconds: 5, pauseExpirationTime: '2099-01-01T00:00:00Z' };
    // @ts-expect-error both are given
    expect(() => State.paused(both)).toThrow('Cannot supply both');
    // @ts-expect-error both are given
    expect(() => State.suspended(both)).toThrow('Cannot supply both');
  });
});

describe('copy()', () => {
  it('replaces the fields of the class', () => {
    const job = new Job({ type: 'RUNNING', owner: 'me' });
    const copy = job.copy({ update: { owner: 'you' } });
    holds<Equal<typeof copy, Job>>(true);
    expect(copy.owner).toBe('you');
    // @ts-expect-error no such field
    expect(() => job.copy({ update: { nope: 1 } })).toThrow('extra fields not permitted');
    // @ts-expect-error owner is a text
    expect(() => job.copy({ update: { owner: {} } })).toThrow('str type expected');
    // @ts-expect-error a name is never null in a copy
    expect(() => job.copy({ update: { name: null } })).not.toThrow();
    // @ts-expect-error no such field
    expect(() => new StateDetails({}).copy({ update: { nope: 1 } })).toThrow('extra fields not permitted');
    // @ts-expect-error no such field
    expect(() => job.copy({ exclude: ['mesage'] })).toThrow('Job has no field mesage');
  });

  it('may give a state of a known type another one', () => {
    const copy = State.running().copy({ update: { type: 'FAILED' } });
    holds<Equal<(typeof copy)['type'], State['type']>>(true);
    expect(copy.type).toBe('FAILED');
  });
});

describe('instanceof', () => {
  it('tells the class that was asked', () => {
    const values: unknown[] = [State.running(), new Job({ type: 'RUNNING', owner: 'me' })];
    for (const value of values) {
      if (value instanceof Job) holds<Equal<typeof value, Job>>(true);
      if (value instanceof Task) holds<Equal<typeof value, Task>>(true);
      if (value instanceof State) {
        const state: State = value;
        expect(state.isRunning()).toBe(true);
      }
    }
    expect(values.map((value) => value instanceof Job)).toEqual([false, true]);
  });
});

describe('parse()', () => {
  it('makes instances of the class that it is called on', () => {
    const parsed = Job.parse({ type: 'RUNNING', owner: 'me' });
    holds<Equal<typeof parsed, Job>>(true);
    const result = Job.safeParse({});
    if (result.success) holds<Equal<typeof result.data, Job>>(true);
    expect([parsed.owner, result.success]).toEqual(['me', false]);
  });
});

describe('the wire object', () => {
  it('has the fields of the class by their names on the wire', () => {
    const wire = new Job({ type: 'RUNNING', owner: 'me' }).toJSON();
    const owner: string = wire.owner;
    const time: string | null = wire.state_details.scheduled_time;
    expect([owner, time, wire.data]).toEqual(['me', null, null]);
    // @ts-expect-error no such key
    expect(wire.stateDetails).toBeUndefined();
    // @ts-expect-error no such key
    expect(wire.x).toBeUndefined();
    holds<Equal<(typeof wire)['timestamp'], string>>(true);
    holds<Equal<JsonOf<StateDetails>['run_input_keyset'], Readonly<Record<string, string>> | null>>(true);
    holds<Equal<keyof JsonOf<StateCreate>, 'type' | 'name' | 'message' | 'data' | 'state_details'>>(true);
  });

  it('is told apart by its type', () => {
    const wire: StateJson = State.parse({ type: 'SCHEDULED' }).toJSON();
    expect(wire.type).toBe('SCHEDULED');
    if (wire.type === 'SCHEDULED') holds<Equal<typeof wire.state_details.scheduled_time, string>>(true);
    else holds<Equal<typeof wire.state_details.scheduled_time, string | null>>(true);
  });
});

describe('dict() and ormDict()', () => {
  it('have the fields by property names', () => {
    const job = new Job({ type: 'RUNNING', owner: 'me' });
    const [owner, details]: [string, { flowRunId: string | null }] = [job.dict().owner, job.dict().stateDetails];
    expect([owner, details.flowRunId, job.ormDict().owner]).toEqual(['me', null, 'me']);
    // @ts-expect-error it is kept in a table of its own
    expect(job.ormDict().data).toBeUndefined();
    // @ts-expect-error no such field
    expect(job.dict().ownr).toBeUndefined();
    const part: string | undefined = job.dict({ include: ['owner'] }).owner;
    const wire: { readonly flow_run_id: string | null } | undefined = job.dict({ jsonCompatible: true }).state_details;
    expect([part, wire?.flow_run_id]).toEqual(['me', null]);
  });
});

describe('a selection', () => {
  const job = new Job({ type: 'RUNNING', owner: 'me', stateDetails: { cacheKey: 'k' } });

  it('names fields, in depth', () => {
    expect(job.json({ include: ['owner'] })).toBe('{"owner":"me"}');
    expect(job.json({ include: { stateDetails: ['cacheKey'] } })).toBe('{"state_details":{"cache_key":"k"}}');
    expect(job.json({ include: { stateDetails: new Set(['cacheKey'] as const), data: { any: { 0: true } } } })).toBe(
      '{"data":null,"state_details":{"cache_key":"k"}}',
    );
    // @ts-expect-error no such field: it selects nothing
    expect(job.json({ include: ['ownr'] })).toBe('{}');
    // @ts-expect-error nor one in there
    expect(job.json({ include: { stateDetails: ['cache_key'] } })).toBe('{"state_details":{}}');
    // @ts-expect-error nor where it would be sent
    expect(() => job.json({ exclude: ['mesage'] })).toThrow('Job has no field mesage');
    // @ts-expect-error nor one in depth
    expect(() => job.dict({ exclude: { stateDetails: { cachKey: true } } })).toThrow('has no field cachKey');
    // @ts-expect-error nor one in a row
    expect(() => job.ormDict({ exclude: ['mesage'] })).toThrow('Job has no field mesage');
  });
});

describe('isScheduled() and its like', () => {
  it('tell the type of the value that was asked', () => {
    const state: State = State.scheduled();
    expect(state.isScheduled() && state.type).toBe('SCHEDULED');
    if (state.isScheduled()) {
      holds<Equal<typeof state.type, 'SCHEDULED'>>(true);
      const time: DateTime = state.stateDetails.scheduledTime;
      expect(time.isValid).toBe(true);
    }
    if (state.isFinal()) holds<Equal<typeof state.type, 'COMPLETED' | 'FAILED' | 'CRASHED' | 'CANCELLED'>>(true);
    const job = Job.parse({ type: 'PAUSED', owner: 'me' });
    expect(job.isPaused() && [job.type, job.owner]).toEqual(['PAUSED', 'me']);
  });

  it('leaves fields to be written', () => {
    const state: State = State.running();
    state.type = 'FAILED';
    state.name = 'Failed';
    state.stateDetails.pauseReschedule = true;
    expect(state.isFailed()).toBe(true);
  });
});

describe('~standard', () => {
  it('gives the class, and takes its wire object', () => {
    holds<Equal<StandardSchemaV1.InferOutput<typeof State>, State>>(true);
    holds<Equal<StandardSchemaV1.InferOutput<typeof StateCreate>, StateCreate>>(true);
    holds<Equal<StandardSchemaV1.InferOutput<typeof StateDetails>, StateDetails>>(true);
    holds<Equal<StandardSchemaV1.InferInput<typeof State>, StateJson>>(true);
    holds<Equal<StandardSchemaV1.InferOutput<typeof Job>, Job>>(true);
    holds<Equal<StandardSchemaV1.InferInput<typeof Job>, JsonOf<Job>>>(true);
    expect(Job['~standard'].vendor).toBe('prefect-states');
  });
});
