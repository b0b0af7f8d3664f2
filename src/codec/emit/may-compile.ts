import { environmentVariable } from '../../fields/index.js';

/** Asked at load, as the rest of the environment is: `never` switches code generation off. */
const SWITCHED_OFF = environmentVariable('PREFECT_STATES_COMPILE') === 'never';

let forbidden: boolean | null = null;

/** Whether functions may be generated: not switched off, and not forbidden by `--disallow-code-generation-from-strings`. */
export function mayCompile(): boolean {
  return !SWITCHED_OFF && !(forbidden ??= isForbidden());
}

function isForbidden(): boolean {
  try {
    // only by trying can one tell
    new Function('');
    return false;
  } catch {
    return true;
  }
}
