/* What is measured: the rows of issue 4, each with the process that measures it. */
import { spawnNode } from './process.mjs';
import { firstImport, heap, ndjson } from './rows/processes.mjs';
import { python, python3 } from './rows/python.mjs';
import { SETS } from './sets.mjs';

/**
 * A row of the table.
 *
 * @typedef {object} Row
 * @property {string} name what `--only` calls it
 * @property {string} title
 * @property {string} set which states are measured
 * @property {(options: { rounds: number, ndjson: number }) => Promise<Outcome>} measure
 */

/**
 * What a row found: values of all contenders, ours first, and the goals.
 *
 * @typedef {object} Outcome
 * @property {{ name: string, group: string, work: string, value: number, unit?: string }[]} results
 * @property {import('./verdict.mjs').Goal[]} goals
 * @property {string} [skipped] why there is nothing
 */

const NO_CODE = ['--disallow-code-generation-from-strings'];

/** A row that compares contenders in one process, once with each set. */
function compared(name, title, [module, row], flags = []) {
  return SETS.map((set) => {
    const measure = async ({ rounds }) => {
      const env = { BENCH_ROUNDS: String(rounds) };
      return JSON.parse(await spawnNode([...flags, 'child.mjs', module, row, set], env));
    };
    return { name, title, set, measure };
  });
}

/** Every row, in the order of the table. @type {readonly Row[]} */
export const ROWS = [
  ...compared('parse', 'State.parse(object)', ['read', 'parse']),
  ...compared('parseJson', 'State.parseJson(text)', ['read', 'parseJson']),
  ...compared('json', 'state.json()', ['write', 'json']),
  ...compared('copy', 'state.copy()', ['write', 'copy']),
  ...compared('copyReset', 'state.copy({ resetFields })', ['write', 'copyReset']),
  ...compared('completed', 'State.completed()', ['write', 'completed']).slice(0, 1),
  ...compared('ormDict', 'state.ormDict()', ['write', 'ormDict']),
  ...compared('equals', 'state.equals(other)', ['write', 'equals']),
  ...compared('hashKey', 'state.hashKey()', ['write', 'hashKey']),
  ...compared('refuse', 'refusing a bad state', ['read', 'refuse']),
  ...compared('propose', 'a proposal, answered', ['propose', 'propose']),
  { name: 'heap', title: 'heap per state', set: 'four', measure: heap },
  { name: 'import', title: 'first import', set: '', measure: firstImport },
  { name: 'ndjson', title: 'NDJSON in and out', set: 'four', measure: ndjson },
  ...compared('plain', 'State.parse, no code generation', ['plain', 'parse'], NO_CODE),
  ...compared('standardParse', 'standard decorators: parse', ['decorators', 'parse']).slice(0, 1),
  ...compared('standardCopy', 'standard decorators: copy', ['decorators', 'copy']).slice(0, 1),
  { name: 'python', title: 'in Python', set: 'four', measure: python },
  ...compared('v3parse', 'v3: State.parse(object)', ['v3', 'parse']),
  ...compared('v3parseJson', 'v3: State.parseJson(text)', ['v3', 'parseJson']),
  ...compared('v3json', 'v3: state.json()', ['v3', 'json']),
  { name: 'v3python', title: 'v3: in Python', set: 'four', measure: python3 },
];
