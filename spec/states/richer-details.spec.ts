/* A subclass of State whose details know more than the reference's. */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import {
  type Defaulted,
  exceptionToCrashedState,
  exceptionToFailedState,
  Field,
  formatDateTime,
  PrefectBaseModel,
  returnValueToState,
  State,
  StateCreate,
  StateDetails,
  type StateDetailsFields,
  type StateFields,
} from '../../src/index.js';
import { expectIssues } from '../support/expect.js';

const T = '2024-02-29T12:30:45.123456+05:30';
const RUN_ID = '123e4567-e89b-12d3-a456-426614174000';

class RegionDetails extends StateDetails {
  @Field.string({ default: null }) declare region: string | null;

  constructor(fields: StateDetailsFields & { readonly region?: string | null }) {
    super(fields);
  }
}

type RegionFields = Omit<StateFields, 'stateDetails'> & {
  readonly stateDetails?: StateDetails | ConstructorParameters<typeof RegionDetails>[0];
};

class RegionState extends State {
  @Field.nested(() => RegionDetails, { default: () => new RegionDetails({}) })
  declare stateDetails: Defaulted<RegionDetails>;

  constructor(fields: RegionFields) {
    super(fields);
  }
}

/** Details that know something else. */
class OtherDetails extends StateDetails {
  @Field.int({ default: 3 }) declare other: number;
}

function expectRegion(state: State): RegionDetails {
  expect(state).toBeInstanceOf(RegionState);
  expect(state.stateDetails).toBeInstanceOf(RegionDetails);
  return state.stateDetails as RegionDetails;
}

describe('a nested field, given an instance of another class', () => {
  const parent = new StateDetails({ cacheKey: 'k', scheduledTime: T });

  it.each<[string, (stateDetails: StateDetails) => State]>([
    ['new', (stateDetails) => new RegionState({ type: 'RUNNING', stateDetails })],
    ['parse()', (stateDetails) => RegionState.parse({ type: 'RUNNING', state_details: stateDetails })],
    ['safeParse()', (details) => RegionState.safeParse({ type: 'RUNNING', state_details: details }).data!],
    ['copy({ update })', (details) => RegionState.running().copy({ update: { stateDetails: details } })],
    ['parse() of a state', (stateDetails) => RegionState.parse(new State({ type: 'RUNNING', stateDetails }))],
    [
      'fromOrmWithoutResult()',
      (stateDetails) => RegionState.fromOrmWithoutResult(new State({ type: 'RUNNING', stateDetails })),
    ],
    [
      'class-transformer',
      (stateDetails) => plainToInstance(RegionState, { type: 'RUNNING', state_details: stateDetails }),
    ],
  ])('takes it by its fields, all of which count as given: %s', (_door, make) => {
    for (const details of [
      parent,
      Object.assign(new OtherDetails({ cacheKey: 'k' }), { scheduledTime: parent.scheduledTime }),
    ]) {
      const state = make(details);
      const region = expectRegion(state);
      expect(region).toMatchObject({ cacheKey: 'k', region: null });
      expect(formatDateTime(region.scheduledTime!)).toBe(T);
      expect(region).not.toHaveProperty('other');
      expect(Object.keys(region.dict({ excludeUnset: true }))).toEqual(Object.keys(new StateDetails({})));
      expect(validateSync(state)).toEqual([]);
    }
  });

  it('refuses values that are wrong, at their place', () => {
    const details = Object.assign(new StateDetails({}), { flowRunId: 'nope' });
    expectIssues(RegionState, { type: 'RUNNING', state_details: details }, [
      { loc: ['state_details', 'flow_run_id'], type: 'type_error.uuid' },
    ]);
  });

  it('keeps an instance that extends its class, with the fields that are set', () => {
    const { stateDetails } = State.parse({ type: 'RUNNING', state_details: new RegionDetails({ region: 'eu' }) });
    expect(stateDetails).toBeInstanceOf(RegionDetails);
    expect(stateDetails.dict({ excludeUnset: true })).toEqual({ region: 'eu' });
    expect(State.parse(new RegionState({ type: 'RUNNING', stateDetails: { region: 'eu' } })).stateDetails).toEqual(
      stateDetails,
    );
  });

  it('refuses what it does not know where its class does', () => {
    class Strict extends PrefectBaseModel {
      static override readonly extra = 'forbid';
      @Field.string({ default: null }) declare cacheKey: string | null;
    }
    class Holder extends PrefectBaseModel {
      @Field.nested(() => Strict) declare strict: Strict;
    }
    class Key extends PrefectBaseModel {
      @Field.string({ default: 'k' }) declare cacheKey: string;
      @Field.int({ default: 0 }) declare size: number;
    }
    expectIssues(Holder, { strict: new Key({}) }, [{ loc: ['strict', 'size'], type: 'value_error.extra' }]);
  });
});

describe('a subclass of State whose details know more', () => {
  const REGION = { stateDetails: { region: 'eu' } };

  it.each<[string, () => State]>([
    ['scheduled', () => RegionState.scheduled(REGION)],
    ['late', () => RegionState.late(REGION)],
    ['awaitingRetry', () => RegionState.awaitingRetry(REGION)],
    ['paused', () => RegionState.paused({ ...REGION, timeoutSeconds: 9 })],
    ['suspended', () => RegionState.suspended({ ...REGION, timeoutSeconds: 9 })],
    ['running', () => RegionState.running(REGION)],
    ['scheduled, of details', () => RegionState.scheduled({ stateDetails: new RegionDetails({ region: 'eu' }) })],
  ])('has its factories: %s', (_name, make) => {
    const state = make();
    expect(expectRegion(state).region).toBe('eu');
    expect(state.isScheduled()).toBe(state.stateDetails.scheduledTime !== null);
    expect(state.isPaused()).toBe(state.stateDetails.pauseTimeout !== null);
  });

  it('has factories that take details of its parent', () => {
    const stateDetails = new StateDetails({ cacheKey: 'k' });
    expect(expectRegion(RegionState.scheduled({ stateDetails })).cacheKey).toBe('k');
    expect(expectRegion(RegionState.paused({ stateDetails })).cacheKey).toBe('k');
    expect(stateDetails).toEqual(new StateDetails({ cacheKey: 'k' }));
  });

  it('keeps the rules of the fields that it redefines', () => {
    for (const state of [
      new RegionState({ type: 'SCHEDULED' }),
      RegionState.parse({ type: 'SCHEDULED', state_details: { region: 'eu' } }),
      plainToInstance(RegionState, { type: 'SCHEDULED' }),
      RegionState.parse(StateCreate.parse({ type: 'SCHEDULED' })),
    ])
      expect(expectRegion(state).scheduledTime).not.toBeNull();
    expect(RegionState.parse({ type: 'RUNNING' }).stateDetails.scheduledTime).toBeNull();
  });

  it('refuses a second scheduled time, as its parent does', () => {
    expect(() => RegionState.scheduled({ scheduledTime: T, stateDetails: { scheduledTime: T } })).toThrow(
      'An extra scheduled_time was provided in state_details',
    );
  });
});

describe('returnValueToState()', () => {
  const ofARun = (cls: typeof State | typeof RegionState): State =>
    new cls({ type: 'COMPLETED', stateDetails: { flowRunId: RUN_ID } });

  it('makes states of the class of those that it is given', async () => {
    expectRegion(await returnValueToState(ofARun(RegionState)));
    expectRegion(await returnValueToState([RegionState.failed(), RegionState.completed()]));
    class Southern extends RegionState {}
    const mixed = await returnValueToState([Southern.failed(), RegionState.completed()]);
    expect(mixed.constructor).toBe(RegionState);
    expect((await returnValueToState([RegionState.failed(), State.completed()])).constructor).toBe(State);
  });

  it('makes states of the class that it is told', async () => {
    const options = { stateClass: RegionState };
    expectRegion(await returnValueToState(5, undefined, options));
    expectRegion(await returnValueToState(ofARun(State), undefined, options));
    expectRegion(await exceptionToFailedState(new Error('x'), options));
    expectRegion(await exceptionToCrashedState(new Error('x'), options));
    const own = State.running();
    expect(await returnValueToState(own, undefined, options)).toBe(own);
  });
});
