import { branded, PrefectError } from './prefect-error.js';

/**
 * Thrown when a finished run has no result to give, most often because it was not persisted.
 *
 * @source prefect 2.20.25, exceptions.py, `MissingResult`
 */
export class MissingResult extends PrefectError {
  readonly code: 'PREFECT_STATES_MISSING_RESULT' | 'PREFECT_STATES_NO_RESULT_READER';

  constructor(message: string, options: ErrorOptions & { readonly code?: MissingResult['code'] } = {}) {
    super(message, options);
    this.code = options.code ?? 'PREFECT_STATES_MISSING_RESULT';
  }

  /** @internal */
  static ofState(): MissingResult {
    return new MissingResult(
      'State data is missing. Typically, this occurs when result persistence is disabled and the state has been ' +
        'retrieved from the API.',
    );
  }

  /** @internal */
  static notPersisted(): MissingResult {
    return new MissingResult('The result was not persisted and is no longer available.');
  }

  /** @internal */
  static noReader(): MissingResult {
    return new MissingResult(
      'The result is a reference to storage. Pass a function that reads it: ' +
        'getStateResult(state, { readResult: async (reference) => ... }).',
      { code: 'PREFECT_STATES_NO_RESULT_READER' },
    );
  }
}
branded(MissingResult, 'MissingResult');

/**
 * Thrown when the result of a paused run is asked for.
 *
 * @source prefect 2.20.25, exceptions.py, `PausedRun`
 */
export class PausedRun extends PrefectError {
  readonly code = 'PREFECT_STATES_RUN_PAUSED';
  /** The paused state. */
  readonly state: unknown;

  constructor(message: string, state: unknown = null) {
    super(message);
    // not enumerable: an error that is logged whole need not repeat the state
    Object.defineProperty(this, 'state', { value: state });
  }
}
branded(PausedRun, 'PausedRun');

/**
 * Thrown when the result of a run is asked for that has not finished.
 *
 * @source prefect 2.20.25, exceptions.py, `UnfinishedRun`
 */
export class UnfinishedRun extends PrefectError {
  readonly code = 'PREFECT_STATES_RUN_UNFINISHED';
}
branded(UnfinishedRun, 'UnfinishedRun');

/**
 * Thrown for a failed run whose state holds a message instead of an exception.
 *
 * @source prefect 2.20.25, exceptions.py, `FailedRun`
 */
export class FailedRun extends PrefectError {
  readonly code = 'PREFECT_STATES_RUN_FAILED';
}
branded(FailedRun, 'FailedRun');

/**
 * Thrown for a crashed run whose state holds a message instead of an exception.
 *
 * @source prefect 2.20.25, exceptions.py, `CrashedRun`
 */
export class CrashedRun extends PrefectError {
  readonly code = 'PREFECT_STATES_RUN_CRASHED';
}
branded(CrashedRun, 'CrashedRun');

/**
 * Thrown for a cancelled run whose state holds a message instead of an exception.
 *
 * @source prefect 2.20.25, exceptions.py, `CancelledRun`
 */
export class CancelledRun extends PrefectError {
  readonly code = 'PREFECT_STATES_RUN_CANCELLED';
}
branded(CancelledRun, 'CancelledRun');

/**
 * Thrown when a failed state holds something that is no exception; the reference raises Python's `TypeError`, with this
 * text.
 */
export class UnexpectedResult extends PrefectError {
  readonly code = 'PREFECT_STATES_UNEXPECTED_RESULT';

  /** @internal */
  static of(repr: string, typeName: string): UnexpectedResult {
    return new UnexpectedResult(
      `Unexpected result for failed state: ${repr} —— ${typeName} cannot be resolved into an exception`,
    );
  }
}
branded(UnexpectedResult, 'UnexpectedResult');
