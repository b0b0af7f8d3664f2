import { type State } from './state.js';
import { StateType } from './state-type.js';

/**
 * Several states, counted.
 *
 * @source prefect 2.20.25, states.py, `StateGroup`
 * @example
 * ```ts
 * new StateGroup([State.completed(), State.running()]).countsMessage() //=> "total=2, not_final=1, 'COMPLETED'=1, 'RUNNING'=1"
 * ```
 */
export class StateGroup {
  readonly states: readonly State[];
  /** How many states there are of each type, in the order of first occurrence. */
  readonly typeCounts: ReadonlyMap<StateType, number>;
  readonly totalCount: number;
  readonly cancelledCount: number;
  readonly finalCount: number;
  readonly notFinalCount: number;
  readonly pausedCount: number;

  constructor(states: Iterable<State>) {
    this.states = [...states];
    this.typeCounts = countTypes(this.states);
    this.totalCount = this.states.length;
    this.cancelledCount = this.#count(StateType.CANCELLED);
    this.finalCount = this.states.filter((state) => state.isFinal()).length;
    this.notFinalCount = this.totalCount - this.finalCount;
    this.pausedCount = this.#count(StateType.PAUSED);
  }

  /** Failed and crashed states. */
  get failCount(): number {
    return this.#count(StateType.FAILED) + this.#count(StateType.CRASHED);
  }

  allCompleted(): boolean {
    return this.#count(StateType.COMPLETED) === this.totalCount;
  }

  anyCancelled(): boolean {
    return this.cancelledCount > 0;
  }

  /** Whether any state failed or crashed. */
  anyFailed(): boolean {
    return this.failCount > 0;
  }

  anyPaused(): boolean {
    return this.pausedCount > 0;
  }

  allFinal(): boolean {
    return this.finalCount === this.totalCount;
  }

  /** All counts, as a text for people. */
  countsMessage(): string {
    const notFinal = this.notFinalCount > 0 ? [`not_final=${this.notFinalCount}`] : [];
    const types = Array.from(this.typeCounts, ([type, count]) => `'${type}'=${count}`);
    return [`total=${this.totalCount}`, ...notFinal, ...types].join(', ');
  }

  toString(): string {
    return `StateGroup<${this.countsMessage()}>`;
  }

  #count(type: StateType): number {
    return this.typeCounts.get(type) ?? 0;
  }
}

function countTypes(states: readonly State[]): Map<StateType, number> {
  const counts = new Map<StateType, number>();
  for (const { type } of states) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
