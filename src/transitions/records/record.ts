import { ANY_STATE, type OrchestrationRule } from '../rule.js';
import { type AnyRunColumns } from '../run.js';
import { type Setting } from '../transition.js';

interface Hooks<R extends AnyRunColumns> {
  readonly before?: (transition: Setting<R>) => void;
  readonly after?: (transition: Setting<R>) => void;
}

/** Makes a rule that keeps the books: it speaks whenever a state is set. */
export function keeps<R extends AnyRunColumns = AnyRunColumns>(
  name: string,
  summary: string,
  hooks: Hooks<R>,
): OrchestrationRule<R> {
  // `decide` calls the hooks of such a rule only when there is a state
  return {
    ...(hooks as Pick<OrchestrationRule<R>, 'before' | 'after'>),
    name,
    summary,
    from: ANY_STATE,
    to: ANY_STATE,
    always: true,
  };
}
