/* Reads what a run left behind: its result, or the exception that ended it. */
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
import { isError, pythonRepr, pythonTypeName } from '../fields/index.js';
import { isDataDocument, isResult, readData, type ResultReader } from '../results/index.js';
import { isState, isStateIterable } from './is-state.js';
import { type State } from './state.js';
import { StateType } from './state-type.js';

/** How an exception of a state is read. */
export interface ExceptionOptions {
  /** Fetches results that are references to storage. */
  readonly readResult?: ResultReader;
}

/** How a result of a state is read. */
export interface ResultOptions extends ExceptionOptions {
  /** Throws the exception of a failed, crashed or cancelled run; otherwise it is given as the result. @defaultValue true */
  readonly raiseOnFailure?: boolean;
}

/**
 * Gives the result of a finished run.
 *
 * @returns the value; with `raiseOnFailure: false`, for a run that failed without a value, its exception
 * @throws {@link PausedRun}, {@link UnfinishedRun} while there is no result yet
 * @throws {@link MissingResult} when the result was not persisted, or is a reference and no `readResult` was passed
 * @throws whatever {@link getStateException} gives, for a run that failed, crashed or was cancelled
 * @source prefect 2.20.25, states.py, `get_state_result`
 * @example
 * ```ts
 * await getStateResult(State.completed({ data: { type: 'literal', value: 42 } })) //=> 42
 * ```
 */
export async function getStateResult(state: State, options: ResultOptions = {}): Promise<unknown> {
  const { raiseOnFailure = true, readResult } = options;
  if (state.isPaused()) throw new PausedRun('Run is paused, its result is not available.', state);
  if (!state.isFinal()) throw new UnfinishedRun(`Run is in ${state.type} state, its result is not available.`);
  if (raiseOnFailure && hasFailed(state)) throw await getStateException(state, options);

  if (state.data === null) {
    if (hasFailed(state)) return getStateException(state, options);
    throw MissingResult.ofState();
  }
  const data = readData(state.data);
  if (isDataDocument(data)) return data.decode();
  return isResult(data) ? data.get(readResult) : data.value;
}

/** The error that stands for a state without an exception of its own, and its message. */
const WRAPPERS = {
  [StateType.FAILED]: { Wrapper: FailedRun, message: 'Run failed.' },
  [StateType.CRASHED]: { Wrapper: CrashedRun, message: 'Run crashed.' },
  [StateType.CANCELLED]: { Wrapper: CancelledRun, message: 'Run cancelled.' },
} as const;

/**
 * Gives the exception of a failed, crashed or cancelled run. A text becomes a `FailedRun` (`CrashedRun`, `CancelledRun`);
 * a state, or the first failed of several, gives its own exception; without any data the state's message is used.
 *
 * @throws {@link ValueError} for a state of another type, and for several states of which none failed
 * @throws {@link UnexpectedResult} for data that is no exception
 * @source prefect 2.20.25, states.py, `get_state_exception`
 */
export async function getStateException(state: State, options: ExceptionOptions = {}): Promise<Error> {
  const seen = new Set<State>();
  let found: Error | State = state;
  // not by recursion: states may stand in each other without an end
  while (isState(found)) {
    if (seen.has(found)) throw UnexpectedResult.of(pythonRepr(found), pythonTypeName(found));
    seen.add(found);
    found = await exceptionIn(found, options);
  }
  return found;
}

/** The exception of a state, or the state that has it. */
async function exceptionIn(state: State, options: ExceptionOptions): Promise<Error | State> {
  if (!hasFailed(state)) throw ValueError.of(`Expected failed or crashed state got ${state.repr()}.`);
  const { Wrapper, message } = WRAPPERS[state.type as keyof typeof WRAPPERS];
  const data = readData(state.data);
  const result = isResult(data) ? await data.get(options.readResult) : isDataDocument(data) ? data : data.value;

  if (result === null || result === undefined)
    return new Wrapper(state.message === null || state.message === '' ? message : state.message);
  if (isError(result)) return result;
  if (typeof result === 'string') return new Wrapper(result);
  if (isState(result)) return result;
  if (isStateIterable(result)) {
    const failed = [...result].find(hasFailed);
    if (failed !== undefined) return failed;
    throw ValueError.of('Failed state result was an iterable of states but none were failed.');
  }
  throw UnexpectedResult.of(pythonRepr(result), pythonTypeName(result));
}

/**
 * Throws the exception of a failed, crashed or cancelled run; does nothing for any other.
 *
 * @throws as {@link getStateException}
 * @source prefect 2.20.25, states.py, `raise_state_exception`
 */
export async function raiseStateException(state: State, options: ExceptionOptions = {}): Promise<void> {
  if (hasFailed(state)) throw await getStateException(state, options);
}

function hasFailed(state: State): boolean {
  return state.isFailed() || state.isCrashed() || state.isCancelled();
}
