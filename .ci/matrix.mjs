/*
 * Packs the package, and builds and runs each consumer of it in a folder of its own, for `.ci/matrix`: each recipe of `docs/recipes`,
 * too. Goes on after a failure. What a consumer is, `consumers/chains.mjs` says. The tables go to stdout, how far it is to stderr.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHAINS } from './consumers/chains.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONSUMERS = join(ROOT, '.ci/consumers');
const RECIPES = join(ROOT, 'docs/recipes');
const STEP_MS = 5 * 60_000;
// what every consumer prints in the end: one that did not run does not pass
const WELL = /\bwell\b/;

const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const FOLDER = mkdtempSync(join(tmpdir(), 'matrix-'));
// Postgres does not run as root: the user that it then runs as must come to its programs
chmodSync(FOLDER, 0o755);

/** Runs a command of the shell; gives its output, and whether it went well. */
function run(command, cwd, path = []) {
  const PATH = [...path, process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, CI: '1', NO_COLOR: '1', PACKAGE_ROOT: ROOT };
  const { status, stdout, stderr } = spawnSync(command, { cwd, env, encoding: 'utf8', shell: true, timeout: STEP_MS });
  return { ok: status === 0, output: stdout + stderr };
}

function pack() {
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', FOLDER], { cwd: ROOT });
  return join(FOLDER, readdirSync(FOLDER)[0]);
}

/** The folders of tools that are installed, by their lists of packages. */
const installed = new Map();

/** Installs the package beside some tools, once; gives the folder. */
function install(tarball, packages) {
  if (installed.has(packages)) return installed.get(packages);
  const folder = mkdtempSync(join(FOLDER, 'tools-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const { ok, output } = run(`npm install --silent --no-audit --no-fund ${tarball} ${packages}`, folder);
  if (!ok) throw new Error(`error: npm install ${packages}\n${output}`);
  installed.set(packages, folder);
  return folder;
}

/** Writes a consumer's files: the program, the model and the settings of its decorators, and what its chain brings. */
function write(chain, folder) {
  mkdirSync(folder);
  if (!chain.hasOwnProgram) {
    const program = readFileSync(join(CONSUMERS, 'program.ts'), 'utf8');
    writeFileSync(join(folder, 'program.ts'), program.replace('./model.js', `./model${chain.extension}`));
    cpSync(join(CONSUMERS, `models/${chain.decorators}.ts`), join(folder, 'model.ts'));
    cpSync(join(CONSUMERS, `settings/${chain.setting}.json`), join(folder, 'decorators.json'));
  }
  for (const each of chain.folders) cpSync(join(CONSUMERS, each), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: chain.type }));
}

/** Tries one consumer; gives its result, whatever happens. */
function attempt(row, tarball, place) {
  try {
    return row.recipe === undefined ? buildAndRun(row, tarball, place) : runRecipe(row.recipe, tarball);
  } catch (error) {
    return failure(error.message.split('\n')[0], error.message);
  }
}

function buildAndRun(chain, tarball, place) {
  const homes = chain.tools.map((packages) => install(tarball, packages));
  for (const name of chain.links) linkFromRoot(name, homes[0]);
  const folder = join(homes[0], `consumer-${place}`);
  write(chain, folder);
  const path = homes.map((home) => join(home, 'node_modules/.bin'));

  let said = '';
  for (const step of chain.steps) {
    const { ok, output } = run(step, folder, path);
    said += output;
    if (!ok) return refusal(chain, said);
  }
  if (chain.refuses) return failure('nothing is refused', said);
  return WELL.test(said) ? { ok: true, result: 'well' } : failure('says nothing', said);
}

/** Follows a recipe as its reader does: installs what it asks for, with the packed package, and runs its test. */
function runRecipe(name, tarball) {
  const folder = join(FOLDER, `recipe-${name}`);
  const isSource = (path) => !/[\\/](?:node_modules|dist)$/.test(path);
  cpSync(join(RECIPES, name), folder, { recursive: true, filter: isSource });
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const isNative = 'better-sqlite3' in dependencies;
  const flags = isNative ? '--ignore-scripts' : '';
  const installation = run(`npm install --silent --no-audit --no-fund ${flags} ${tarball}`, folder);
  if (!installation.ok) return failure('cannot be installed', installation.output);
  if (isNative) linkFromRoot('better-sqlite3', folder);

  const { ok, output } = run('npm test', folder);
  if (!ok) return failure('its test fails', output);
  const countOf = (what) => Number(new RegExp(`^. ${what} (\\d+)$`, 'm').exec(output)?.[1]);
  if (countOf('skipped') > 0) return { ok: true, result: 'skipped' };
  return countOf('pass') > 0 ? { ok: true, result: 'well' } : failure('has no test', output);
}

/** A driver of a database takes minutes to compile where it has no prebuilt binary, and knows nothing of what is tried here. */
function linkFromRoot(name, home) {
  const link = join(home, 'node_modules', name);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(join(ROOT, 'node_modules', name), link);
}

function refusal({ refuses }, said) {
  if (refuses?.words.test(said)) return { ok: true, result: refuses.result };
  const first = said.split('\n').find((line) => /\w*error\b.*:/i.test(line)) ?? 'ends with an error';
  return failure(first.trim(), said);
}

function failure(result, said) {
  process.stderr.write(`${said}\n`);
  return { ok: false, result: `**fails**: ${result}` };
}

/** A table, with the versions of like rows in one. */
function tableOfChains(rows) {
  const merged = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.name, row.decorators, row.result]);
    merged.set(key, { ...row, versions: [...(merged.get(key)?.versions ?? []), row.version] });
  }
  const lines = [...merged.values()].map((row) => [row.name, row.versions.join(', '), row.decorators, row.result]);
  return tableOf([['tool chain', 'version', 'decorators', 'result'], ...lines]);
}

function tableOf(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const text = table.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  text.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return text.join('\n');
}

const titleOf = ({ name, version, decorators, recipe }) =>
  recipe ? `recipe ${recipe}` : `${name} ${version} ${decorators}`;
const isFolder = (entry) => entry.isDirectory();
const recipes = readdirSync(RECIPES, { withFileTypes: true })
  .filter(isFolder)
  .map(({ name }) => ({ recipe: name }));

try {
  const tarball = pack();
  const rows = [];
  for (const each of [...CHAINS, ...recipes].filter((row) => titleOf(row).includes(only))) {
    const began = Date.now();
    const row = { ...each, ...attempt(each, tarball, rows.length) };
    rows.push(row);
    process.stderr.write(`${titleOf(row)}: ${row.result} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
  }
  if (rows.length === 0) throw new Error(`no row has '${only}' in it`);
  const chains = rows.filter(({ recipe }) => recipe === undefined);
  const cooked = rows.filter(({ recipe }) => recipe !== undefined);
  if (chains.length > 0) console.log(tableOfChains(chains));
  if (cooked.length > 0) console.log(tableOf([['recipe', 'result'], ...cooked.map((row) => [row.recipe, row.result])]));
  process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
} finally {
  rmSync(FOLDER, { recursive: true });
}
