/* Reads what a run left behind: its result, or the exception that ended it. */
import { type DataDocument, isDataDocument, isResult, readData, type ResultReader } from '../results/index.js';
import { type Boxed, exceptionOf, hasFailed, type ResultForms, resultOf } from './read-result.js';
import { type State } from './state.js';

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
  const { raiseOnFailure = true } = options;
  return resultOf(state, formsFor(options), raiseOnFailure);
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
  return exceptionOf(state, formsFor(options));
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

/** A result, a data document, or the value itself. A document of an exception is not decoded. */
function formsFor({ readResult }: ExceptionOptions): ResultForms {
  const valueIn = async (given: unknown, readDocument: (document: DataDocument) => unknown): Promise<Boxed> => {
    const data = readData(given);
    if (isDataDocument(data)) return { value: readDocument(data) };
    return isResult(data) ? { value: await data.get(readResult) } : data;
  };
  return {
    valueIn: (data) => valueIn(data, (document) => document.decode()),
    failureIn: (data) => valueIn(data, (document) => document),
  };
}
