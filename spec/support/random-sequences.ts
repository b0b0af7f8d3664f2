/* Sequences of proposals at random, the same for the same seed, for runs that hang together: a flow run, task runs of it, a
   subflow, and a task run by itself. */
import { StateType } from '../../src/index.js';
import { dice } from './random-transitions.js';

type Wire = Readonly<Record<string, unknown>>;

/** Which of a sequence's runs is moved. */
export const RUNS = ['flow', 'task', 'other task', 'subflow', 'own task'] as const;
export type RunOfSequence = (typeof RUNS)[number];

/** A state that is proposed for one of the runs. */
export interface Proposal {
  readonly run: RunOfSequence;
  readonly state: Wire;
  readonly force: boolean;
}

/** How the runs are made, and what is proposed, one after another. */
export interface Sequence {
  readonly seed: number;
  readonly flowPolicy: Wire;
  readonly taskPolicy: Wire;
  readonly infrastructurePid: string | null;
  readonly proposals: readonly Proposal[];
}

const TYPES = Object.values(StateType);
const NAMES: Readonly<Record<string, readonly (string | null)[]>> = {
  SCHEDULED: [null, 'Late', 'AwaitingRetry', 'Resuming'],
  RUNNING: [null, null, 'Retrying'],
  PAUSED: [null, 'Suspended', 'NotReady'],
};
const DATA = [
  null,
  null,
  { type: 'unpersisted' },
  { type: 'literal', value: 1 },
  {
    type: 'reference',
    serializer_type: 'json',
    storage_block_id: '44444444-4444-4444-8444-444444444444',
    storage_key: 'k',
  },
];
// far enough from now that two servers, asked one after the other, say the same
const PAST = '2020-01-01T00:00:00+00:00';
const FUTURE = '2199-01-01T00:00:00+00:00';

/** The way that runs usually go; sequences of types at random seldom get far. */
const USUAL: Readonly<Record<string, readonly StateType[]>> = {
  SCHEDULED: ['PENDING', 'RUNNING', 'CANCELLING'],
  PENDING: ['RUNNING', 'CANCELLED'],
  RUNNING: ['COMPLETED', 'FAILED', 'PAUSED', 'CANCELLING', 'CRASHED'],
  PAUSED: ['RUNNING', 'SCHEDULED', 'CANCELLING', 'FAILED'],
  CANCELLING: ['CANCELLED'],
  FAILED: ['RUNNING', 'SCHEDULED', 'COMPLETED'],
};

/** A sequence that a seed fixes. */
export function randomSequence(seed: number, length: number): Sequence {
  const roll = dice(seed);
  const one = <T>(items: readonly T[]): T => items[Math.floor(roll() * items.length)]!;
  const maybe = (chance: number): boolean => roll() < chance;
  const last = new Map<RunOfSequence, StateType>();

  const details = (type: StateType): Wire => ({
    ...(maybe(0.3) ? { scheduled_time: one([PAST, PAST, FUTURE]) } : {}),
    ...(type === 'PAUSED'
      ? { pause_timeout: one([null, PAST, FUTURE]), pause_reschedule: maybe(0.3), pause_key: one([null, 'k1', 'k2']) }
      : {}),
    ...(maybe(0.3) ? { cache_key: `${seed} ${one(['a', 'b'])}`, refresh_cache: one([null, false, true]) } : {}),
    ...(maybe(0.2) ? { retriable: one([true, false]) } : {}),
    ...(maybe(0.2) ? { transition_id: one(TRANSITIONS) } : {}),
  });

  const proposal = (): Proposal => {
    const run = maybe(0.4) ? 'flow' : one(RUNS);
    const usual = USUAL[last.get(run) ?? 'PENDING'] ?? TYPES;
    const type = maybe(0.6) ? one(usual) : one(TYPES);
    last.set(run, type);
    const name = one(NAMES[type] ?? [null]);
    const message = one([null, 'it’s a message']);
    return {
      run,
      state: { type, name, message, data: one(DATA), state_details: details(type) },
      force: maybe(0.15),
    };
  };

  return {
    seed,
    flowPolicy: { retries: one([null, 0, 1, 2]), retry_delay: one([null, 0]) },
    taskPolicy: { retries: one([null, 0, 1, 2]), retry_delay: one([null, 0, [0, 0]]) },
    infrastructurePid: one([null, 'pid']),
    proposals: Array.from({ length }, proposal),
  };
}

const TRANSITIONS = ['55555555-5555-4555-8555-555555555555', '66666666-6666-4666-8666-666666666666'];
