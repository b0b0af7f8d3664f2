/* What a run returned or threw -> the state that the run is to be put into. */
import { errorName, isError, pythonTypeName } from '../values/index.js';
import { warn } from '../fields/index.js';
import { type DateTimeInput } from '../model/index.js';
import { newUuid } from '../text/index.js';
import * as states from '../states/index.js';
import { isResultRecord, readResultMetadata, ResultRecord } from './result-record.js';
import { State } from './state.js';

/** How the record of a value is made and written. */
export interface RecordOptions {
  /** The key of the result in its storage. @defaultValue a new one, 32 random hex digits */
  readonly key?: string | null;
  /** When the result expires. @defaultValue null, never */
  readonly expiration?: DateTimeInput | null;
  /** How the result is serialized. @defaultValue `{ type: 'json' }`, which JavaScript can write */
  readonly serializer?: Readonly<Record<string, unknown>>;
  /** The block that holds the storage. @defaultValue null, the local one */
  readonly storageBlockId?: string | null;
  /** Writes the record to its storage. When it fails, a warning is emitted and the state is made all the same. */
  readonly writeResult?: (record: ResultRecord) => unknown;
}

/** How the state of a value is made. */
export interface ReturnValueOptions extends RecordOptions, states.StateClassOption {}

/**
 * Makes the state of a run that returned a value.
 *
 * - A value makes a completed state with a record of the value; a record is used as it is.
 * - One state that was made by hand (it names no run) is used as it is; its `data` becomes a record.
 * - A state of another run, or several states, make one state by the aggregate rule: completed when all are, else
 *   cancelled or paused when any is, else failed. They are its data.
 *
 * @source prefect 3.8.8, states.py, `return_value_to_state`
 */
export async function returnValueToState(value: unknown, options: ReturnValueOptions = {}): Promise<states.State> {
  return states.stateOfValue(value, {
    isKept: (data) => isResultRecord(data) || readResultMetadata(data) !== null,
    createResult: (kept) => recordOf(kept, options),
    stateClass: options.stateClass,
    baseClass: State,
  });
}

/** What an exception's state may be given beside the exception. */
export interface ExceptionStateOptions extends states.FactoryFields<State>, states.StateClassOption {
  /** Makes a record of the exception; without it the exception itself is the data, which cannot be written as JSON. */
  readonly record?: RecordOptions;
}

/**
 * Makes the failed state of a run that threw, which is not tried again (`retriable` is false). The exception's message is told
 * without the credentials of URLs.
 *
 * @param error - what was thrown
 * @param options - fields of the state; a `message` is put before the exception's own
 * @throws {@link ValueError} when there is no exception
 * @source prefect 3.8.8, states.py, `exception_to_failed_state`
 */
export async function exceptionToFailedState(
  error: unknown,
  { record, stateClass = State, ...fields }: ExceptionStateOptions = {},
): Promise<states.State> {
  const state = await states.exceptionToFailedState(error, {
    ...(fields as states.ExceptionStateOptions),
    stateClass,
    ...creatingBy(record),
  });
  state.stateDetails.retriable = false;
  return state;
}

/**
 * Makes the crashed state of a run that was ended from outside its own code. URLs are told without their credentials.
 *
 * @param error - what was thrown; an abort, a signal and a failed request have messages of their own
 * @source prefect 3.8.8, states.py, `exception_to_crashed_state`
 */
export async function exceptionToCrashedState(
  error: unknown,
  { record, stateClass = State }: Pick<ExceptionStateOptions, 'record' | 'stateClass'> = {},
): Promise<states.State> {
  return states.exceptionToCrashedState(error, {
    stateClass,
    ...creatingBy(record),
  });
}

/** Makes a record of the exception, when one is asked for. */
function creatingBy(record: RecordOptions | undefined): { readonly createResult?: states.ResultFactory } {
  return record === undefined ? {} : { createResult: (kept) => recordOf(kept, record) };
}

const JSON_SERIALIZER = { type: 'json' };

async function recordOf(value: unknown, options: RecordOptions): Promise<ResultRecord> {
  if (isResultRecord(value)) return value;
  const { key, expiration = null, serializer = JSON_SERIALIZER, storageBlockId = null, writeResult } = options;
  const storageKey = isGiven(key) ? key : newUuid().replaceAll('-', '');
  const record = new ResultRecord(value, { storageKey, expiration, serializer, storageBlockId });
  try {
    await writeResult?.(record);
  } catch (error) {
    const name = isError(error) ? errorName(error) : pythonTypeName(error);
    warn(
      'Warning',
      'PREFECT_STATES_RESULT_NOT_WRITTEN',
      `A result was not written (${name}); its state is made all the same.`,
    );
  }
  return record;
}

function isGiven(key: string | null | undefined): key is string {
  return key !== undefined && key !== null && key !== '';
}
