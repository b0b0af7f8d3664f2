/* What a run returned or threw -> the state that the run is to be put into. */
import { ValueError, withoutCredentials } from '../errors/index.js';
import { errorMessage, errorName, isError, lookAt, pythonTypeName, textOf } from '../values/index.js';
import { isDataDocument, isResult, UnpersistedResult } from '../results/index.js';
import { createState } from './factories.js';
import { State, type StateClass } from './state.js';
import { type FactoryFields } from './state-fields.js';
import { stateOfValue } from './state-of-value.js';
import { StateType } from './state-type.js';

/**
 * Turns a value into what a state's `data` holds of it. It may store the value and give a reference.
 *
 * @returns the data, or a promise of it
 */
export type ResultFactory = (value: unknown) => unknown;

/** Says of which class states are made. */
export interface StateClassOption {
  /** The class of the state. @defaultValue the class of the states that are given; without any, `State` */
  readonly stateClass?: StateClass;
}

/**
 * Makes the state of a run that returned a value.
 *
 * - A value makes a completed state with the value's result.
 * - One state that was made by hand (it names no run) is used as it is; its `data` becomes a result.
 * - A state of another run, or several states, make one state by the aggregate rule: completed when all are, else
 *   cancelled or paused when any is, else failed. They are its data.
 *
 * The state is of the class that `stateClass` says, else of the nearest class that all given states are of, else a `State`.
 *
 * @param createResult - makes the result; by default the value stays in memory (`UnpersistedResult`)
 * @source prefect 2.20.25, states.py, `return_value_to_state`
 */
export async function returnValueToState(
  value: unknown,
  createResult: ResultFactory = (kept) => UnpersistedResult.create(kept),
  { stateClass }: StateClassOption = {},
): Promise<State> {
  const isKept = (data: unknown): boolean => isDataDocument(data) || isResult(data);
  return stateOfValue(value, { isKept, createResult, stateClass, baseClass: State });
}

/** What an exception's state may be given beside the exception. */
export interface ExceptionStateOptions extends FactoryFields, StateClassOption {
  /** Makes the result; by default the exception itself is the data, which cannot be written as JSON. */
  readonly createResult?: ResultFactory;
}

/**
 * Makes the failed state of a run that threw. The exception's message is told without the credentials of URLs.
 *
 * @param error - what was thrown
 * @param options - fields of the state; a `message` is put before the exception's own
 * @throws {@link ValueError} when there is no exception
 * @source prefect 2.20.25, states.py, `exception_to_failed_state`
 * @example
 * ```ts
 * String(await exceptionToFailedState(new RangeError('too far'))) //=> "Failed('RangeError: too far')"
 * ```
 */
export async function exceptionToFailedState(error: unknown, options: ExceptionStateOptions = {}): Promise<State> {
  if (error === undefined || error === null) {
    throw ValueError.of('Exception was not passed and no active exception could be found.');
  }
  const { createResult, message = '', stateClass = State, ...fields } = options;
  const before = message === null || message === '' || message.endsWith(' ') ? (message ?? '') : `${message} `;
  // the exception itself is not awaited: it may be anything, a promise too
  const data = createResult === undefined ? error : await createResult(error);
  return createState(stateClass, StateType.FAILED, { ...fields, data, message: before + formatException(error) });
}

/**
 * Makes the crashed state of a run that was ended from outside its own code. URLs are told without their credentials.
 *
 * @param error - what was thrown; an abort, a signal and a failed request have messages of their own
 * @source prefect 2.20.25, states.py, `exception_to_crashed_state`
 */
export async function exceptionToCrashedState(
  error: unknown,
  { createResult, stateClass = State }: Pick<ExceptionStateOptions, 'createResult' | 'stateClass'> = {},
): Promise<State> {
  const data = createResult === undefined ? error : await createResult(error);
  return createState(stateClass, StateType.CRASHED, { message: crashMessage(error), data });
}

const REQUEST_CODES =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|UND_ERR_\w*TIMEOUT)$/;

function crashMessage(error: unknown): string {
  const [name, signal] = [factOf(error, 'name'), factOf(error, 'signal')];
  if (name === 'AbortError') return 'Execution was cancelled by the runtime environment.';
  if (signal === 'SIGINT') return 'Execution was aborted by an interrupt signal.';
  if (signal === 'SIGTERM') return 'Execution was aborted by a termination signal.';
  const formatted = formatException(error);
  if (!isRequestFailure(error)) return `Execution was interrupted by an unexpected exception: ${formatted}`;
  const url = factOf(factOf(error, 'request'), 'url');
  if (typeof url !== 'string') return `Request failed while attempting to contact the server: ${formatted}`;
  return `Request to ${withoutCredentials(url)} failed: ${formatted}.`;
}

function isRequestFailure(error: unknown): boolean {
  if (factOf(error, 'name') === 'TimeoutError') return true;
  // fetch hides the reason in the cause of its TypeError
  return [factOf(error, 'code'), factOf(factOf(error, 'cause'), 'code')].some(
    (each) => typeof each === 'string' && REQUEST_CODES.test(each),
  );
}

/** What may be known of an error beside its message. */
function factOf(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  return lookAt(() => (error as Readonly<Record<string, unknown>>)[name], undefined);
}

/** The exception as Python writes it, without the credentials of URLs: states are stored and shown. */
function formatException(error: unknown): string {
  const [name, text] = isError(error)
    ? [errorName(error), errorMessage(error)]
    : [pythonTypeName(error), textOf(error)];
  return withoutCredentials(`${name}: ${text}`);
}
