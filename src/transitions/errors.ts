import { branded, PrefectError } from '../errors/index.js';

/**
 * Thrown when a rule throws or leaves an invalid state. The transition is over, and nothing of it may be written.
 */
export class RuleError extends PrefectError {
  readonly code = 'PREFECT_STATES_RULE_FAILED';
  /** The name of the rule. */
  readonly rule: string;

  /** @internal */
  constructor(rule: string, cause: unknown) {
    // without the cause's message: it may quote what was sent
    super(`the rule ${rule} has thrown`, { cause });
    this.rule = rule;
  }

  /** @internal */
  static of(rule: string, cause: unknown): RuleError {
    return cause instanceof RuleError ? cause : new RuleError(rule, cause);
  }
}
branded(RuleError, 'RuleError');

/**
 * Thrown when a rule needs the flow run of a task run and the facts have none. No rule is at fault, so `decide` does not
 * wrap it. A backend answers 404.
 *
 * @source prefect 2.20.25, server/exceptions.py, `ObjectNotFoundError`
 */
export class MissingFlowRun extends PrefectError {
  readonly code = 'PREFECT_STATES_MISSING_FLOW_RUN';
  readonly taskRunId: string;

  private constructor(taskRunId: string) {
    super(`Unable to read flow run associated with task run: ${taskRunId}, this flow run might have been deleted`);
    this.taskRunId = taskRunId;
  }

  /** @internal */
  static of(taskRunId: string): MissingFlowRun {
    return new MissingFlowRun(taskRunId);
  }
}
branded(MissingFlowRun, 'MissingFlowRun');

/**
 * Thrown when a rule asks for something impossible: to keep a run in its state when it has none, to change the answer once it
 * is decided, to return a promise, to set something that is not a state, or to read data of the wrong form. `decide` wraps it
 * in the {@link RuleError} that names the rule.
 *
 * @source prefect 2.20.25, server/exceptions.py, `OrchestrationError`
 */
export class OrchestrationError extends PrefectError {
  readonly code = 'PREFECT_STATES_ORCHESTRATION';

  /** @internal */
  static nothingToKeep(): OrchestrationError {
    return new OrchestrationError(
      'The current run has no state; this transition cannot be rejected without providing a new state.',
    );
  }

  /** @internal */
  static tooLate(): OrchestrationError {
    return new OrchestrationError('The transition is already validated');
  }

  /** @internal */
  static notSynchronous(): OrchestrationError {
    return new OrchestrationError('a rule must be done when it returns, and this one gives a promise');
  }

  /** @internal */
  static notAState(): OrchestrationError {
    return new OrchestrationError(
      'what the rule leaves to be set is no state, or has a value that is none of its field',
    );
  }

  /** @internal */
  static dataIsNoObject(): OrchestrationError {
    return new OrchestrationError('the data of the completed state is no object');
  }

  /** @internal */
  static dataInQueue(): OrchestrationError {
    return new OrchestrationError('a background task is not scheduled with data');
  }
}
branded(OrchestrationError, 'OrchestrationError');
