/* Reads what a run left behind: its result, or the exception that ended it. */
import { exceptionOf, hasFailed, resultOf } from './read-result.js';
import { type ExceptionOptions, resultFormsFor, type ResultOptions } from './result-forms.js';
import { type State } from './state.js';

/**
 * Gives the result of a finished run.
 *
 * @returns the value; with `raiseOnFailure: false`, for a run that failed without a value, its exception
 * @throws {@link PausedRun}, {@link UnfinishedRun} while there is no result yet
 * @throws {@link MissingResult} when the result was not persisted, or is a reference and no `readResult` was passed
 * @throws what {@link getStateException} gives, for a run that failed, crashed or was cancelled
 * @source prefect 2.20.25, states.py, `get_state_result`
 * @example
 * ```ts
 * await getStateResult(State.completed({ data: { type: 'literal', value: 42 } })) //=> 42
 * ```
 */
export async function getStateResult(state: State, options: ResultOptions = {}): Promise<unknown> {
  return resultOf(state, resultFormsFor(options), options.raiseOnFailure);
}

/**
 * Gives the exception of a failed, crashed or cancelled run. A text becomes a `FailedRun` (`CrashedRun`, `CancelledRun`);
 * a state, or the first failed of several, gives its own exception; without any data the state's message is used.
 *
 * @throws {@link ValueError} for a state of another type, and for several states of which none failed
 * @throws {@link UnexpectedResult} for data that is no exception
 * @source prefect 2.20.25, states.py, `get_state_exception`
 */
export async function getStateException(state: State, options: ExceptionOptions = {}): Promise<Error> {
  return exceptionOf(state, resultFormsFor(options));
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
