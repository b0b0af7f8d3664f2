import { PrefectError } from '../errors/index.js';

/** Thrown when a rule throws: the transition is off, and nothing of it must be written. */
export class RuleError extends PrefectError {
  /** The name of the rule. */
  readonly rule: string;

  /** @internal */
  constructor(rule: string, cause: unknown) {
    // not the cause's words: they may quote what was sent
    super(`the rule ${rule} has thrown`, { cause });
    this.rule = rule;
  }

  /** @internal */
  static of(rule: string, cause: unknown): RuleError {
    return cause instanceof RuleError ? cause : new RuleError(rule, cause);
  }
}
