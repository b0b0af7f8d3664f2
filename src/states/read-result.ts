/*
 * What a run left behind: its result, or the exception that ended it. What the `data` of a state may hold of a result differs
 * between the wires; all else is the same.
 */
import {
  CancelledRun,
  CrashedRun,
  FailedRun,
  MissingResult,
  PausedRun,
  UnexpectedResult,
  UnfinishedRun,
  ValueError,
} from '../errors/index.js';
import { isError, pythonRepr, pythonTypeName } from '../values/index.js';
import { type AnyState, isAnyState, isIterableOf } from './any-state.js';
import { StateType } from './state-type.js';

/** A value in a box. It may be a promise, and in the box it is not awaited. */
export interface Boxed {
  readonly value: unknown;
}

/** Reads what the `data` of a state holds of a result. */
export interface ResultForms {
  /** The value of a run that has ended; `data` is not null. */
  valueIn(this: void, data: unknown): Boxed | Promise<Boxed>;
  /** The value of a run that failed: an exception, a text, states, or nothing. */
  failureIn(this: void, data: unknown): Boxed | Promise<Boxed>;
}

/** The result of a finished run. @throws what `raiseOnFailure` asks for, and while there is no result */
export async function resultOf(state: AnyState, forms: ResultForms, raiseOnFailure = true): Promise<unknown> {
  if (state.isPaused()) throw new PausedRun('Run is paused, its result is not available.', state);
  if (!state.isFinal()) throw new UnfinishedRun(`Run is in ${state.type} state, its result is not available.`);
  if (raiseOnFailure && hasFailed(state)) throw await exceptionOf(state, forms);
  if (state.data !== null) return (await forms.valueIn(state.data)).value;
  if (hasFailed(state)) return exceptionOf(state, forms);
  throw MissingResult.ofState();
}

/** The error for a state that has no exception of its own, and its message. */
const WRAPPERS = {
  [StateType.FAILED]: { Wrapper: FailedRun, message: 'Run failed.' },
  [StateType.CRASHED]: { Wrapper: CrashedRun, message: 'Run crashed.' },
  [StateType.CANCELLED]: { Wrapper: CancelledRun, message: 'Run cancelled.' },
} as const;

/** The exception of a failed, crashed or cancelled run. @throws for a state of another type, and for what is no exception */
export async function exceptionOf(state: AnyState, forms: ResultForms): Promise<Error> {
  const seen = new Set<AnyState>();
  let found: Error | AnyState = state;
  // a loop, because states may hold each other without end
  while (isAnyState(found)) {
    if (seen.has(found)) throw UnexpectedResult.of(pythonRepr(found), pythonTypeName(found));
    seen.add(found);
    found = await exceptionIn(found, forms);
  }
  return found;
}

/** The exception of a state, or the state that has it. */
async function exceptionIn(state: AnyState, forms: ResultForms): Promise<Error | AnyState> {
  if (!hasFailed(state)) throw ValueError.of(`Expected failed or crashed state got ${state.repr()}.`);
  const { Wrapper, message } = WRAPPERS[state.type as keyof typeof WRAPPERS];
  const { value: result } = await forms.failureIn(state.data);

  if (result === null || result === undefined)
    return new Wrapper(state.message === null || state.message === '' ? message : state.message);
  if (isError(result)) return result;
  if (typeof result === 'string') return new Wrapper(result);
  if (isAnyState(result)) return result;
  if (isIterableOf(result, isAnyState)) {
    const failed = [...result].find(hasFailed);
    if (failed !== undefined) return failed;
    throw ValueError.of('Failed state result was an iterable of states but none were failed.');
  }
  throw UnexpectedResult.of(pythonRepr(result), pythonTypeName(result));
}

/** Whether a run has failed, crashed or been cancelled. */
export function hasFailed(state: AnyState): boolean {
  return state.isFailed() || state.isCrashed() || state.isCancelled();
}
