/* Transitions at random with what only Prefect 3 tells apart: made of Prefect 2's, the same for the same seed. */
import { addMicroseconds, formatDateTime, parseDateTime, type StateType } from '../../src/index.js';
import { dice, MOVES, type OtherRun, randomTransitions, type TransitionCase } from './random-transitions.js';

type Wire = Readonly<Record<string, unknown>>;

const MOVES_3: readonly (readonly [StateType | null, StateType])[] = [
  ...MOVES,
  ['PENDING', 'PENDING'],
  ['PENDING', 'PENDING'],
  ['SCHEDULED', 'SCHEDULED'],
  ['PAUSED', 'CANCELLING'],
  ['CANCELLED', 'RUNNING'],
  ['CANCELLED', 'PENDING'],
  ['COMPLETED', 'COMPLETED'],
  ['COMPLETED', 'COMPLETED'],
];
const PENDING = ['Pending', 'Submitting', 'InfrastructurePending', 'NotReady'];
const METADATA = { storage_key: 'k', expiration: null, serializer: { type: 'json' }, prefect_version: '3.8.8' };
const UUIDS = ['77777777-7777-4777-8777-777777777777', '88888888-8888-4888-8888-888888888888'];
// to Python as long as the longest that is allowed, and one more
const KEYS = ['🙂'.repeat(2000), 'x'.repeat(2001)];

/** Transitions that a seed fixes. */
export function randomTransitions3(seed: number, count: number): TransitionCase[] {
  const roll = dice(seed + 1_000_000);
  const one = <T>(choices: readonly T[]): T => choices[Math.floor(roll() * choices.length)]!;
  const maybe = (share: number): boolean => roll() < share;

  const stateOf = (wire: Wire, data: readonly unknown[]): Wire => {
    const deferred = one([null, false, false, true]);
    return {
      ...wire,
      name: wire.type === 'PENDING' && maybe(0.8) ? one(PENDING) : maybe(0.05) ? '' : wire.name,
      data: maybe(0.3) ? one(data) : wire.data,
      state_details: {
        ...(wire.state_details as Wire),
        ...(maybe(0.05) ? { cache_key: one(KEYS) } : {}),
        deferred,
        traceparent: one([null, '00-1-2-01']),
        task_parameters_id: one([null, null, ...UUIDS]),
        deployment_concurrency_lease_id: one([null, null, ...UUIDS]),
      },
    };
  };

  const runOf = (columns: Wire, state: Wire | null): Wire => ({
    ...columns,
    state_name: state?.name ?? null,
    empirical_policy: policyOf(columns.empirical_policy as Wire),
  });

  // the reference cannot choose from a list of none
  const policyOf = (policy: Wire): Wire => {
    const { retry_delay: given } = policy;
    const delay = Array.isArray(given) && given.length === 0 ? -7 : given;
    const jitter = 'retry_jitter_factor' in policy ? { retry_jitter_factor: one([null, 0.5, 2]) } : {};
    return { ...policy, retry_delay: delay, ...jitter };
  };

  const otherOf = (given: OtherRun | null): OtherRun | null => {
    const state = given?.state ? stateOf(given.state, [METADATA]) : null;
    return given && { columns: runOf(given.columns, state), state };
  };

  return randomTransitions(seed, count, MOVES_3).map((given) => {
    const data = [METADATA, METADATA, METADATA, 'text', [1], '', []];
    const current = given.current && stateOf(given.current, data);
    const flowRun = otherOf(given.flow_run);
    const proposed = stateOf(given.proposed, data);
    const isCrowded = given.kind === 'flow' && maybe(0.3);
    const timestamp = isCrowded && current && maybe(0.5) ? current.timestamp : proposed.timestamp;
    return {
      ...given,
      run: runOf(given.run, current),
      current,
      proposed: { ...proposed, timestamp },
      flow_run: flowRun,
      parent: otherOf(given.parent),
      cached: given.cached && { ...given.cached, state: stateOf(given.cached.state, [METADATA]) },
      beside: isCrowded ? neighbours(proposed, timestamp === current?.timestamp, one([1, 2, 3])) : [],
    };
  });
}

/** States at a time and the microseconds behind it; the first of them is there already, or is not. */
function neighbours(state: Wire, isFirstThere: boolean, count: number): Wire[] {
  const first = parseDateTime(state.timestamp as string)!;
  return Array.from({ length: count }, (_, i) => ({
    ...state,
    id: `99999999-9999-4999-8999-99999999999${i}`,
    timestamp: formatDateTime(addMicroseconds(first, i + Number(isFirstThere))),
  }));
}
