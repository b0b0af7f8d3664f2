/* Reads what a run left behind: its result, or the exception that ended it. */
import { MissingResult, ValueError } from '../errors/index.js';
import { isObject } from '../fields/index.js';
import { lookAt } from '../values/index.js';
import { type Boxed, exceptionOf, hasFailed, type ResultForms, resultOf, type State } from '../states/index.js';
import { isResultRecord, readResultMetadata } from './result-record.js';
import { type ResultRecordMetadata } from './result-record-metadata.js';

/**
 * Fetches the result that metadata point to. This package has no storage of its own: the user passes this function.
 *
 * @param metadata - where the result is kept, and how it was serialized
 * @returns the value, or a promise of it
 */
export type ResultReader = (metadata: ResultRecordMetadata) => unknown;

/** How an exception of a state is read. */
export interface ExceptionOptions {
  /** Fetches results that are kept in storage. */
  readonly readResult?: ResultReader;
}

/** How a result of a state is read. */
export interface ResultOptions extends ExceptionOptions {
  /** Throws the exception of a failed, crashed or cancelled run; otherwise it is given as the result. @defaultValue true */
  readonly raiseOnFailure?: boolean;
  /**
   * Whether a `readResult` that fails is tried again, up to ten times a quarter of a second apart: a result may be written
   * after its state. @defaultValue true
   */
  readonly retryResultFailure?: boolean;
}

const MOST_ATTEMPTS = 10;
const DELAY_MILLISECONDS = 250;

/**
 * Gives the result of a finished run.
 *
 * @returns the value; with `raiseOnFailure: false`, for a run that failed without a value, its exception
 * @throws {@link PausedRun}, {@link UnfinishedRun} while there is no result yet
 * @throws {@link MissingResult} when the result was not persisted, or is in storage and no `readResult` was passed
 * @throws {@link ValueError} for metadata without a key
 * @throws whatever {@link getStateException} gives, for a run that failed, crashed or was cancelled
 * @source prefect 3.8.8, states.py, `get_state_result`
 * @example
 * ```ts
 * const state = State.completed({ data: { storage_key: 'sum', serializer: { type: 'json' } } });
 * await getStateResult(state, { readResult: ({ storageKey }) => `what ${storageKey} holds` }) //=> 'what sum holds'
 * ```
 */
export async function getStateResult(state: State, options: ResultOptions = {}): Promise<unknown> {
  const { raiseOnFailure, retryResultFailure = true } = options;
  return resultOf(state, formsFor(options, retryResultFailure ? MOST_ATTEMPTS : 1), raiseOnFailure);
}

/**
 * Gives the exception of a failed, crashed or cancelled run. A text becomes a `FailedRun` (`CrashedRun`, `CancelledRun`);
 * a state, or the first failed of several, gives its own exception; without any data the state's message is used.
 *
 * @throws {@link ValueError} for a state of another type, and for several states of which none failed
 * @throws {@link UnexpectedResult} for data that is no exception
 * @source prefect 3.8.8, states.py, `get_state_exception`
 */
export async function getStateException(state: State, options: ExceptionOptions = {}): Promise<Error> {
  return exceptionOf(state, formsFor(options, 1));
}

/**
 * Throws the exception of a failed, crashed or cancelled run; does nothing for any other.
 *
 * @throws as {@link getStateException}
 * @source prefect 3.8.8, states.py, `raise_state_exception`
 */
export async function raiseStateException(state: State, options: ExceptionOptions = {}): Promise<void> {
  if (hasFailed(state)) throw await getStateException(state, options);
}

function formsFor({ readResult }: ExceptionOptions, attempts: number): ResultForms {
  const failureIn = async (data: unknown): Promise<Boxed> => {
    if (isResultRecord(data)) return { value: data.result };
    const metadata = readResultMetadata(data);
    if (metadata === null) return { value: isUnpersisted(data) ? null : data };
    return { value: await readAgain(metadata, readResult, attempts) };
  };
  return {
    failureIn,
    async valueIn(data) {
      if (isUnpersisted(data)) throw MissingResult.ofState();
      return failureIn(data);
    },
  };
}

/** What a client of Prefect 2 wrote for a result that it did not store. */
function isUnpersisted(data: unknown): boolean {
  return lookAt(() => isObject(data) && 'type' in data && data.type === 'unpersisted', false);
}

async function readAgain(
  metadata: ResultRecordMetadata,
  read: ResultReader | undefined,
  attempts: number,
): Promise<unknown> {
  if (read === undefined) throw MissingResult.noReader();
  if (metadata.storageKey === null) {
    throw ValueError.of('storage_key is required to hydrate a result record from metadata');
  }
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await read(metadata);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, DELAY_MILLISECONDS));
    }
  }
}
