/*
 * What grows with what is kept: pages, filters and counts over 10^4 and more states, on both engines, in this process:
 * `npm run bench:growth -- [--states 10000,1000000] [--engine sqlite|postgres]`. Half of the runs are of flows and half of
 * tasks, each with three states and two tags; the rows are written by the databases themselves. It prints Markdown, the median of the
 * calls in milliseconds. Goals that are not met do not make it fail.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';

import { Database, RunSearch, RunStates } from '../../../dist/persistence/index.js';
import { table } from '../report.mjs';
import { startPostgres } from './postgres.mjs';

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    states: { type: 'string', default: '10000,1000000' },
    keep: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'sqlite,postgres' },
  },
});
const STATES_A_RUN = 3;
/** Beside them is one flow that has the first run only. */
const FLOWS = 100;
const WARM_CALLS = 3;
const CALLS = 15;
/** One run in so many is in each of the other states than the first. */
const RARE = 20;

const SQLITE = {
  unchecked: 'PRAGMA defer_foreign_keys = ON',
  numbers: (count) =>
    `(WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ${count}) SELECT n FROM up) numbers`,
  /** A UUID by a place and a number; as scattered as real ones. */
  id: (place, n) => {
    const hex = `printf('%08x', (${n} * 2654435761 + ${place} * 40503) % 4294967296)`;
    return `${hex} || '-0000-4000-8000-' || printf('%04x%08x', ${place}, ${n})`;
  },
  at: (n) => `strftime('%Y-%m-%d %H:%M:%f', 1767225600 + ${n}, 'unixepoch') || '000'`,
  list: (...values) => `json_array(${values.join(', ')})`,
};
const POSTGRES = {
  unchecked: 'SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0',
  numbers: (count) => `generate_series(1, ${count}) AS numbers(n)`,
  id: (place, n) => {
    const hex = `lpad(to_hex((${n}::bigint * 2654435761 + ${place} * 40503) % 4294967296), 8, '0')`;
    return `(${hex} || '-0000-4000-8000-' || lpad(to_hex(${place}), 4, '0') || lpad(to_hex(${n}), 8, '0'))::uuid`;
  },
  at: (n) => `to_timestamp(1767225600 + ${n})`,
  list: (...values) => `jsonb_build_array(${values.join(', ')})`,
};

const [FLOW, FLOW_RUN, TASK_RUN, FLOW_STATE, TASK_STATE] = [1, 2, 3, 4, 5];

function* filling(sql, runs, isPostgres) {
  const type = (n) =>
    `CASE ${n} % ${RARE} WHEN 1 THEN 'FAILED' WHEN 2 THEN 'SCHEDULED' WHEN 3 THEN 'RUNNING' ELSE 'COMPLETED' END`;
  const typed = (n) => (isPostgres ? `(${type(n)})::state_type` : type(n));
  const run = (
    place,
    states,
  ) => `${sql.id(place, 'n')}, 'run ' || n, ${sql.id(states, `n * ${STATES_A_RUN}`)}, ${typed('n')},
    ${type('n')}, ${sql.at('n')}, 1, ${sql.at('n')}, ${sql.at('n')}, ${sql.at('n')}, ${sql.list(`'tag ' || (n % 1000)`, `CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END`)}`;
  const RUN = `id, name, state_id, state_type, state_name, state_timestamp, run_count, expected_start_time, start_time, end_time, tags`;
  yield `INSERT INTO flow (id, name) SELECT ${sql.id(FLOW, 'n')}, 'flow ' || n FROM ${sql.numbers(FLOWS + 1)}`;
  yield `INSERT INTO flow_run (${RUN}, flow_id) SELECT ${run(FLOW_RUN, FLOW_STATE)}, ${sql.id(FLOW, `(CASE n WHEN 1 THEN ${FLOWS + 1} ELSE n % ${FLOWS} + 1 END)`)}
    FROM ${sql.numbers(runs)}`;
  yield `INSERT INTO task_run (${RUN}, flow_run_id, task_key, dynamic_key)
    SELECT ${run(TASK_RUN, TASK_STATE)}, ${sql.id(FLOW_RUN, 'n')}, 'task', '0' FROM ${sql.numbers(runs)}`;
  for (const [kind, place, ofRun] of [
    ['flow_run', FLOW_STATE, FLOW_RUN],
    ['task_run', TASK_STATE, TASK_RUN],
  ]) {
    const n = `((n + ${STATES_A_RUN - 1}) / ${STATES_A_RUN})`;
    yield `INSERT INTO ${kind}_state (id, ${kind}_id, type, timestamp, name, message, state_details)
      SELECT ${sql.id(place, 'n')}, ${sql.id(ofRun, n)}, ${typed(n)}, ${sql.at('n')}, ${type(n)}, 'All states completed.', '{}'
      FROM ${sql.numbers(runs * STATES_A_RUN)}`;
  }
}

/** The calls, by name; each gets the number of runs of a kind. */
function callsOf(database) {
  const search = new RunSearch(database);
  const states = new RunStates(database, 'flow_run');
  // as the routes read them
  const flowRuns = (query, page) => drained(search.flowRunPages(query, { limit: 20, ...page }));
  const taskRuns = (query, page) => drained(search.taskRunPages(query, { limit: 20, ...page }));
  const state = (...any) => ({ state: { type: { any } } });
  const tagged = (...all) => ({ tags: { all } });
  const flow = (n) => ({ flows: { name: { any: [`flow ${n}`] } } });
  const orders = [
    'START_TIME_DESC',
    'START_TIME_ASC',
    'EXPECTED_START_TIME_DESC',
    'EXPECTED_START_TIME_ASC',
    'NAME_ASC',
  ];
  const more = ['NAME_DESC', 'NEXT_SCHEDULED_START_TIME_ASC', 'END_TIME_DESC', 'ID_DESC'];
  return {
    ...Object.fromEntries([...orders, ...more].map((sort) => [`flow runs, ${sort}`, () => flowRuns({}, { sort })])),
    ...Object.fromEntries(
      [...orders.slice(2), ...more].map((sort) => [`task runs, ${sort}`, () => taskRuns({}, { sort })]),
    ),
    'of a rare type': () => flowRuns({ flowRuns: state('FAILED') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'of the common type': () => flowRuns({ flowRuns: state('COMPLETED') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'of two types': () => flowRuns({ flowRuns: state('FAILED', 'SCHEDULED') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'of a type there is none of': () => flowRuns({ flowRuns: state('PAUSED') }, { sort: 'START_TIME_DESC' }),
    'tasks of a rare type': () => taskRuns({ taskRuns: state('FAILED') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'tasks of two types': () =>
      taskRuns({ taskRuns: state('FAILED', 'RUNNING') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'by a tag': () => flowRuns({ flowRuns: tagged('tag 7') }, { sort: 'START_TIME_DESC' }),
    'by a common tag': () => flowRuns({ flowRuns: tagged('odd') }, { sort: 'START_TIME_DESC' }),
    'by a tag of none': () => flowRuns({ flowRuns: tagged('none') }, { sort: 'START_TIME_DESC' }),
    'by one of two tags': () =>
      flowRuns({ flowRuns: { tags: { any: ['tag 7', 'none'] } } }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'tasks by a tag': () => taskRuns({ taskRuns: tagged('tag 7') }, { sort: 'EXPECTED_START_TIME_DESC' }),
    'by a part of a name': () => flowRuns({ flowRuns: { name: { like: 'run 77' } } }, { sort: 'START_TIME_DESC' }),
    'by a part that no name has': () =>
      flowRuns({ flowRuns: { name: { like: 'nowhere' } } }, { sort: 'START_TIME_DESC' }),
    'by a name': () => flowRuns({ flowRuns: { name: { any: ['run 77'] } } }, { sort: 'START_TIME_DESC' }),
    ...Object.fromEntries(
      [...orders, ...more].map((sort) => [`of a flow, ${sort}`, () => flowRuns(flow(7), { sort })]),
    ),
    'of a rare type, of a flow': () =>
      flowRuns({ ...flow(7), flowRuns: state('RUNNING') }, { sort: 'START_TIME_DESC' }),
    'of a flow of one run': () => flowRuns(flow(FLOWS + 1), { sort: 'START_TIME_DESC' }),
    'tasks of a flow': () => taskRuns(flow(7), { sort: 'EXPECTED_START_TIME_DESC' }),
    'tasks of a flow of one run': () => taskRuns(flow(FLOWS + 1), { sort: 'EXPECTED_START_TIME_DESC' }),
    'between two times': () =>
      flowRuns({ flowRuns: { startTime: { after: '2026-01-01T00:10:00Z', before: '2026-01-01T00:20:00Z' } } }),
    'one history': (runs) => states.history(runs.middle),
    'one run': (runs) => search.flowRun(runs.middle),
    'tasks of one run': (runs) => taskRuns({ flowRuns: { id: { any: [runs.middle] } } }),
    'count by state': () => search.countFlowRunsByState({}),
    'count by state of a flow': () => search.countFlowRunsByState(flow(7)),
    'count of all': () => search.countFlowRuns({}),
    'count of a tag': () => search.countFlowRuns({ flowRuns: tagged('tag 7') }),
    'count of a type': () => search.countFlowRuns({ flowRuns: state('FAILED') }),
    'offset of half': (runs) => flowRuns({}, { sort: 'START_TIME_DESC', offset: runs.count >> 1 }),
  };
}

async function drained(pages) {
  let page;
  do page = await pages.next();
  while (!page.done);
}

async function medianOf(call) {
  for (let i = 0; i < WARM_CALLS; i += 1) await call();
  const times = [];
  for (let i = 0; i < CALLS; i += 1) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[CALLS >> 1];
}

async function measure(url, engine, states) {
  const runs = Math.round(states / STATES_A_RUN / 2);
  const sql = engine === 'postgres' ? POSTGRES : SQLITE;
  const database = await Database.open(url);
  try {
    stderr.write(`${engine}, ${states} states: writing\n`);
    const start = performance.now();
    await database.write(async (manager) => {
      // runs and their states refer to each other
      await manager.query(sql.unchecked);
      for (const statement of filling(sql, runs, engine === 'postgres')) await manager.query(statement);
    });
    // as autovacuum does by itself
    const tables = ['flow', ...['flow_run', 'task_run'].flatMap((kind) => [kind, `${kind}_state`])];
    if (engine === 'postgres') for (const each of tables) await database.reader.query(`VACUUM ANALYZE ${each}`);
    stderr.write(`${engine}, ${states} states: written in ${Math.round(performance.now() - start)} ms\n`);
    const sizeOf =
      engine === 'postgres'
        ? 'SELECT pg_database_size(current_database()) AS bytes'
        : 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size';
    const [{ bytes }] = await database.reader.query(sizeOf);
    stderr.write(`${engine}, ${states} states: ${bytes} B, ${Math.round(bytes / states)} a state\n`);
    const [{ id: middle }] = await database.reader.query(`SELECT id FROM flow_run WHERE name = 'run ${runs >> 1}'`);
    const medians = {};
    for (const [name, call] of Object.entries(callsOf(database))) {
      medians[name] = await medianOf(() => call({ middle, count: runs }));
    }
    return medians;
  } finally {
    await database.close();
  }
}

async function measureEngine(engine) {
  const sizes = options.states.split(',').map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'prefect-states-growth-'));
  const postgres = engine === 'postgres' ? await startPostgres() : null;
  try {
    const all = [];
    for (const size of sizes) {
      const file = join(folder, `${size}.db`);
      all.push(
        await measure(postgres === null ? `sqlite:${file}` : await postgres.create(`grow_${size}`), engine, size),
      );
    }
    const [first, last] = [all[0], all.at(-1)];
    const rows = Object.keys(first).map((name) => [
      name,
      ...all.map((medians) => medians[name].toFixed(2)),
      (last[name] / first[name]).toFixed(1),
    ]);
    stdout.write(`\n${table([engine, ...sizes.map((size) => `${size} states, ms`), 'x'], rows)}\n`);
  } finally {
    await postgres?.stop();
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  }
}

for (const engine of options.engine.split(',')) await measureEngine(engine);
