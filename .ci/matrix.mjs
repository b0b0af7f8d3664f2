/*
 * Packs the package, and builds and runs each consumer of it in a folder of its own, for `.ci/matrix`. Goes on after a failure.
 * What a consumer is, `consumers/chains.mjs` says. The table goes to stdout, how far it is to stderr.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHAINS } from './consumers/chains.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONSUMERS = join(ROOT, '.ci/consumers');
const STEP_MS = 5 * 60_000;
// what every consumer prints in the end: one that did not run does not pass
const WELL = /\bwell\b/;

const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const FOLDER = mkdtempSync(join(tmpdir(), 'matrix-'));

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
  const folder = join(FOLDER, String(installed.size));
  mkdirSync(folder);
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
function attempt(chain, tarball, place) {
  try {
    return buildAndRun(chain, tarball, place);
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

/** The table, with the versions of like rows in one. */
function tableOf(rows) {
  const merged = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.name, row.decorators, row.result]);
    merged.set(key, { ...row, versions: [...(merged.get(key)?.versions ?? []), row.version] });
  }
  const lines = [...merged.values()].map((row) => [row.name, row.versions.join(', '), row.decorators, row.result]);
  const table = [['tool chain', 'version', 'decorators', 'result'], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const text = table.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  text.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return text.join('\n');
}

const titleOf = ({ name, version, decorators }) => `${name} ${version} ${decorators}`;

try {
  const tarball = pack();
  const rows = [];
  for (const chain of CHAINS.filter((each) => titleOf(each).includes(only))) {
    const began = Date.now();
    const row = { ...chain, ...attempt(chain, tarball, rows.length) };
    rows.push(row);
    process.stderr.write(`${titleOf(row)}: ${row.result} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
  }
  if (rows.length === 0) throw new Error(`no tool chain has '${only}' in its row`);
  console.log(tableOf(rows));
  process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
} finally {
  rmSync(FOLDER, { recursive: true });
}
