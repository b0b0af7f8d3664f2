import { ANY_STATE, type Rule } from '../rule.js';
import { type Run } from '../run.js';
import { type Setting } from '../transition.js';

interface Hooks<R extends Run> {
  readonly before?: (transition: Setting<R>) => void;
  readonly after?: (transition: Setting<R>) => void;
}

/** Makes a rule that keeps the books: it speaks whenever a state is set. */
export function keeps<R extends Run = Run>(name: string, summary: string, hooks: Hooks<R>): Rule<R> {
  // `decide` calls the hooks of such a rule only when there is a state
  return {
    ...(hooks as Pick<Rule<R>, 'before' | 'after'>),
    name,
    summary,
    from: ANY_STATE,
    to: ANY_STATE,
    always: true,
  };
}
