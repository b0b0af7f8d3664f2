/*
 * Calls a hook of a rule, and names the rule in whatever goes wrong with it: it throws, or it leaves what cannot be kept,
 * which would otherwise come to light in another place, or in the database.
 */
import { isState } from '../states/index.js';
import { MissingFlowRun, OrchestrationError, RuleError } from './errors.js';
import { isOfReference } from './policies.js';
import { type OrchestrationRule } from './rule.js';
import { type AnyRunColumns } from './run.js';
import { type Transition } from './transition.js';

/**
 * Calls a hook of a rule.
 *
 * @throws {@link RuleError} when it throws, when it is asynchronous, and when what it has put in the place is no state
 * @throws {@link MissingFlowRun} as it comes
 * @internal
 */
export function speak<R extends AnyRunColumns, T>(
  rule: OrchestrationRule<R>,
  transition: Transition<R>,
  hook: () => T,
): T {
  try {
    const given = hook();
    // the reference's own are held by specs
    if (!isOfReference(rule)) {
      refusePromise(given);
      refuseNonsense(transition.proposed);
    }
    return given;
  } catch (error) {
    throw error instanceof MissingFlowRun ? error : RuleError.of(rule.name, error);
  }
}

function refusePromise(given: unknown): void {
  if (typeof given !== 'object' || given === null || !('then' in given) || typeof given.then !== 'function') return;
  // it is not awaited: what it ends with must not end the process
  if (isPromise(given)) given.catch(() => undefined);
  throw OrchestrationError.notSynchronous();
}

/** Not by `instanceof`: it may be of another realm. */
function isPromise(value: object): value is Promise<unknown> {
  return Object.prototype.toString.call(value) === '[object Promise]';
}

/** A rule may write into the fields of a state, which are not checked when they are set. */
function refuseNonsense(proposed: unknown): void {
  if (proposed === null) return;
  if (!isState(proposed)) throw OrchestrationError.notAState();
  // checked, and with every value as its field has it
  const copy = proposed.copy({ update: Object.assign({}, proposed) });
  // without a name only until it is made: nothing would name it now
  if (!copy.equals(proposed) || (proposed.name as string | null) === null) throw OrchestrationError.notAState();
}
