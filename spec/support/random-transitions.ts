/* Makes transitions at random, the same for the same seed, in the words of the wire: what the reference's rules look at, in all
   the shapes that they tell apart. */
import { addMicroseconds, formatDateTime, parseDateTime, StateType } from '../../src/index.js';

type Wire = Readonly<Record<string, unknown>>;

/** A run beside the one that moves. */
export interface OtherRun {
  readonly columns: Wire;
  readonly state: Wire | null;
}

/** A transition, and what stands in the database before it. */
export interface TransitionCase {
  readonly kind: 'flow' | 'task';
  readonly force: boolean;
  readonly now: string;
  /** What the dice say. */
  readonly random: number;
  readonly run: Wire;
  readonly current: Wire | null;
  readonly proposed: Wire;
  /** The flow run of a task run, or of a subflow's parent. */
  readonly flow_run: OtherRun | null;
  /** The task run that stands for a subflow. */
  readonly parent: OtherRun | null;
  /** States that the run has had, beside its current one. */
  readonly beside: readonly Wire[];
  readonly cached: { readonly key: string; readonly expiration: string | null; readonly state: Wire } | null;
}

/** The pause keys that a run may have come through. */
export const PAUSE_KEYS: readonly string[] = ['k1', 'k2'];

const NOW = parseDateTime('2026-11-25T10:00:00.123456Z')!;
const SECOND = 1_000_000;
const TYPES = Object.values(StateType);
const NAMES: Readonly<Record<string, readonly string[]>> = {
  SCHEDULED: ['Scheduled', 'Late', 'AwaitingRetry', 'Resuming'],
  RUNNING: ['Running', 'Retrying', 'Rerunning'],
  PAUSED: ['Paused', 'Suspended', 'NotReady'],
  COMPLETED: ['Completed', 'Cached', 'Suspended'],
};
const REFERENCE = {
  type: 'reference',
  artifact_type: 'result',
  artifact_description: 'Result stored',
  serializer_type: 'json',
  storage_block_id: '44444444-4444-4444-8444-444444444444',
  storage_key: 'k',
};
const DATA = [
  null,
  null,
  { type: 'unpersisted', artifact_type: 'result', artifact_description: 'gone' },
  { type: 'literal', artifact_type: 'result', artifact_description: 'one', value: 1 },
  REFERENCE,
  REFERENCE,
  {},
  { a: 1 },
];
// around the halves, where seconds are rounded
const DELAYS = [-3600, -1.6, -0.6, -0.4, 0, 0.3, 0.5, 0.500001, 0.6, 1.5, 2.5, 2.500001, 59.999999, 86400.25];

type Move = readonly [StateType | null, StateType];

/** Where most rules speak. */
export const MOVES: readonly Move[] = [
  ['SCHEDULED', 'PENDING'],
  ['SCHEDULED', 'RUNNING'],
  ['SCHEDULED', 'CANCELLING'],
  ['PENDING', 'RUNNING'],
  ['RUNNING', 'PAUSED'],
  ['RUNNING', 'FAILED'],
  ['RUNNING', 'COMPLETED'],
  ['PAUSED', 'RUNNING'],
  ['PAUSED', 'SCHEDULED'],
  ['PAUSED', 'CANCELLING'],
  ['COMPLETED', 'RUNNING'],
  ['FAILED', 'RUNNING'],
  ['FAILED', 'SCHEDULED'],
  ['FAILED', 'COMPLETED'],
  ['CRASHED', 'COMPLETED'],
];

/** Numbers from 0 to below 1 that a seed fixes: mulberry32. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Transitions that a seed fixes. */
export function randomTransitions(seed: number, count: number, moves = MOVES): TransitionCase[] {
  const maker = new Maker(dice(seed), moves);
  return Array.from({ length: count }, () => maker.transition());
}

class Maker {
  readonly #roll: () => number;
  readonly #moves: readonly Move[];

  constructor(roll: () => number, moves: readonly Move[]) {
    this.#roll = roll;
    this.#moves = moves;
  }

  transition(): TransitionCase {
    const kind = this.#one(['flow', 'task'] as const);
    const [from, to] = this.#maybe(0.5) ? this.#one(this.#moves) : [this.#one([...TYPES, null]), this.#one(TYPES)];
    const current = from && this.#state(from, this.#before(10, 15));
    const isSubflow = kind === 'flow' && this.#maybe(0.3);
    const isAutonomous = kind === 'task' && this.#maybe(0.15);
    const flowRun = isSubflow || (kind === 'task' && !isAutonomous) ? this.#flowRun() : null;
    const parent = isSubflow ? this.#parent(flowRun!) : null;
    return {
      kind,
      force: this.#maybe(0.2),
      now: formatDateTime(NOW),
      random: this.#roll(),
      run: this.#run(kind, { current, flowRun, parent }),
      current,
      proposed: this.#state(to),
      flow_run: flowRun,
      parent,
      beside: [],
      cached: kind === 'task' && this.#maybe(0.5) ? this.#cached() : null,
    };
  }

  #run(
    kind: 'flow' | 'task',
    beside: { current: Wire | null; flowRun: OtherRun | null; parent: OtherRun | null },
  ): Wire {
    const { current, flowRun, parent } = beside;
    const own =
      kind === 'flow'
        ? {
            deployment_id: this.#one([null, this.#uuid()]),
            infrastructure_pid: this.#one([null, '', 'pid']),
            parent_task_run_id: parent?.columns.id ?? null,
            empirical_policy: this.#flowPolicy(),
          }
        : {
            flow_run_id: flowRun?.columns.id ?? null,
            flow_run_run_count: this.#one([0, 1, 2, 3]),
            empirical_policy: this.#taskPolicy(),
          };
    return { ...this.#columns(current), ...own };
  }

  #columns(current: Wire | null): Wire {
    return {
      id: this.#uuid(),
      state_type: current?.type ?? null,
      state_name: current?.name ?? null,
      state_timestamp: current?.timestamp ?? null,
      // what is in no state was never counted; the reference's rules would fail
      run_count: current === null ? 0 : this.#one([0, 0, 1, 1, 2, 3, 4]),
      start_time: this.#one([null, this.#before(20, 30)]),
      end_time: this.#one([null, null, this.#before(10, 15)]),
      total_run_time: this.#one([0, 1, 2_500_001]),
      expected_start_time: this.#one([null, this.#before(30, 40)]),
      next_scheduled_start_time: this.#one([null, this.#before(30, 40)]),
    };
  }

  #flowRun(): OtherRun {
    const type = this.#one([null, 'RUNNING', 'RUNNING', 'RUNNING', 'PAUSED', ...TYPES]);
    const state = type === null ? null : this.#state(type, this.#before(10, 15));
    const none = { deployment_id: null, infrastructure_pid: null, parent_task_run_id: null };
    return { columns: { ...this.#columns(state), ...none, empirical_policy: this.#flowPolicy() }, state };
  }

  #parent(flowRun: OtherRun): OtherRun {
    const state = this.#maybe(0.7) ? this.#state(this.#one(TYPES), this.#before(10, 15)) : null;
    const own = { flow_run_id: flowRun.columns.id, flow_run_run_count: 0, empirical_policy: this.#taskPolicy() };
    return { columns: { ...this.#columns(state), ...own }, state };
  }

  #cached(): NonNullable<TransitionCase['cached']> {
    const expiration = this.#one([null, this.#in(-1), this.#in(1)]);
    return { key: 'cache', expiration, state: this.#state(StateType.COMPLETED, this.#before(60, 70)) };
  }

  #flowPolicy(): Wire {
    return {
      retries: this.#one([null, 0, 1, 3]),
      retry_delay: this.#one([null, 0, 10]),
      pause_keys: PAUSE_KEYS.filter(() => this.#maybe(0.3)),
      resuming: this.#one([null, true, false, false]),
      retry_type: this.#one([null, 'in_process', 'reschedule']),
    };
  }

  #taskPolicy(): Wire {
    const retryDelay = this.#one([null, 0, 5, [1, 20, 300], [7], []]);
    // the reference cannot spread a delay of nothing
    const isSpread = retryDelay === 5 || (Array.isArray(retryDelay) && retryDelay.length > 0);
    return {
      retries: this.#one([null, 0, 1, 3]),
      retry_delay: retryDelay,
      retry_jitter_factor: this.#one([null, 0, ...(isSpread ? [0.5, 2, 60] : [])]),
    };
  }

  #state(type: string, timestamp = this.#before(0, 5)): Wire {
    const name = this.#one([...(NAMES[type] ?? []), null, 'Foo']);
    return {
      id: this.#uuid(),
      type,
      name: name ?? `${type.charAt(0)}${type.slice(1).toLowerCase()}`,
      timestamp,
      message: this.#one([null, 'm']),
      data: this.#one(DATA),
      state_details: this.#details(type),
    };
  }

  #details(type: string): Wire {
    const isTimed = type === 'SCHEDULED' || this.#maybe(type === 'PENDING' ? 0.5 : 0.1);
    return {
      scheduled_time: isTimed ? this.#in(this.#one(DELAYS)) : null,
      cache_key: this.#one([null, '', 'cache', 'cache']),
      cache_expiration: this.#one([null, this.#in(60)]),
      refresh_cache: this.#one([null, true, false]),
      pause_timeout: this.#one([null, this.#in(-0.000001), this.#in(0), this.#in(5)]),
      pause_reschedule: this.#maybe(0.4),
      pause_key: this.#one([null, ...PAUSE_KEYS]),
      retriable: this.#one([null, null, true, false]),
      transition_id: this.#one([
        null,
        null,
        '55555555-5555-4555-8555-555555555555',
        '66666666-6666-4666-8666-666666666666',
      ]),
      untrackable_result: this.#maybe(0.1),
    };
  }

  #one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#roll() * choices.length)]!;
  }

  #maybe(share: number): boolean {
    return this.#roll() < share;
  }

  #in(seconds: number): string {
    return formatDateTime(addMicroseconds(NOW, Math.round(seconds * SECOND)));
  }

  /** Between so many seconds ago. */
  #before(from: number, to: number): string {
    return formatDateTime(addMicroseconds(NOW, -1 - Math.floor((from + this.#roll() * (to - from)) * SECOND)));
  }

  #uuid(): string {
    const digits = Array.from({ length: 30 }, () => Math.floor(this.#roll() * 16).toString(16)).join('');
    return digits.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
  }
}
