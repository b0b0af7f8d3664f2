/*
 * How far a call travels: which functions of this package one warmed call runs, and in how many files they stand, as V8
 * counts them: `npm run trip -- [--files] [--root DIR]`. `--root` names another checkout that is built, to compare with.
 * Generated functions are counted too; what they are generated for stands in the place of a file.
 */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { Session } from 'node:inspector';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { table } from './report.mjs';
import { makeRun, PROPOSAL, setState } from './server/work.mjs';
import { makeSet } from './sets.mjs';

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    root: { type: 'string', default: fileURLToPath(new URL('../../', import.meta.url)) },
    files: { type: 'boolean', default: false },
  },
});
// as V8 names what stands in it
const ROOT = pathToFileURL(`${await realpath(options.root)}/`);
const GENERATED = 'prefect-states/';
const WARM_CALLS = 50;
/** What follows an answer belongs to the call. */
const SETTLE_MS = 50;

const session = new Session();
session.connect();

/** Answers before it returns. */
function ask(method, params) {
  let answer = null;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
}

/**
 * One function that ran.
 *
 * @typedef {object} Called
 * @property {string} file from the root, or the name of generated code
 * @property {number} line
 * @property {string} name
 */

/** Counts from the last time on. @returns {Promise<Called[]>} */
async function takeCalled() {
  const { result } = ask('Profiler.takePreciseCoverage');
  const called = [];
  for (const { url, functions } of result) {
    const ran = functions.filter(({ ranges: [{ count }] }) => count > 0);
    if (ran.length === 0 || !(url.startsWith(`${ROOT}dist/`) || url.startsWith(GENERATED))) continue;
    const placeOf = url.startsWith(GENERATED) ? () => ({ file: url, line: 1 }) : await placesIn(url);
    for (const { functionName, ranges } of ran) {
      // rollup numbers what shares a name
      const name = functionName.replace(/\$\d+$/, '') || '(anonymous)';
      called.push({ ...placeOf(ranges[0].startOffset), name });
    }
  }
  return called;
}

/** Leads from an offset in a built file to the place in its source. */
async function placesIn(url) {
  const [code, map] = await Promise.all([url, `${url}.map`].map((each) => readFile(new URL(each), 'utf8')));
  const sources = new SourceMap(JSON.parse(map));
  return (start) => {
    // the word itself may have no place of its own, and the doc comment's would be found
    const [word] = /^(?:async )?(?:function\*? ?)?/.exec(code.slice(start, start + 20));
    const before = code.slice(0, start + word.length).split('\n');
    const { originalSource, originalLine } = sources.findEntry(before.length - 1, before.at(-1).length);
    const source = new URL(originalSource, url).href;
    return { file: source.slice(ROOT.href.length), line: originalLine + 1 };
  };
}

/** Warms a call up, and gives what the next one runs. */
async function trace(subject, call) {
  for (let i = 0; i < WARM_CALLS; i += 1) await call(i);
  await setTimeout(SETTLE_MS);
  await takeCalled();
  await call(WARM_CALLS);
  await setTimeout(SETTLE_MS);
  return { subject, called: await takeCalled() };
}

/** Imports a built file of the root. */
function built(path) {
  return import(new URL(`dist/${path}`, ROOT).href);
}

async function traceParse() {
  const { State } = await built('index.js');
  // of the kind that says the most; each is another one
  const completed = makeSet('four').wires.filter(({ type }) => type === 'COMPLETED');
  return trace('State.parse', (i) => State.parse(completed[i]));
}

async function traceSetState() {
  const { createApp } = await built('server/create-app.js');
  const { readConfig } = await built('server/config.js');
  const folder = await mkdtemp(join(tmpdir(), 'prefect-states-trip-'));
  const app = await createApp(readConfig({ DATABASE_URL: `sqlite:${join(folder, 'states.db')}`, LOG_LEVEL: 'fatal' }));
  try {
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${app.getHttpServer().address().port}/api`;
    const run = await makeRun(url);
    return await trace('set_state', () => setState(url, run, PROPOSAL));
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function filesOf(called) {
  return [...new Set(called.map(({ file }) => file))].sort();
}

function filesText({ subject, called }) {
  const files = filesOf(called).map((path) => {
    const own = called.filter(({ file }) => file === path).sort((left, right) => left.line - right.line);
    return [path, ...own.map(({ line, name }) => `${String(line).padStart(6)}  ${name}`)].join('\n');
  });
  return [subject, ...files].join('\n');
}

ask('Profiler.enable');
// before anything is loaded: V8 counts functions from their first call on
ask('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const traces = [await traceParse(), await traceSetState()];
const rows = traces.map(({ subject, called }) => [subject, String(called.length), String(filesOf(called).length)]);
stdout.write(`${table(['subject', 'functions', 'files'], rows)}\n`);
if (options.files) for (const each of traces) stdout.write(`\n${filesText(each)}\n`);
