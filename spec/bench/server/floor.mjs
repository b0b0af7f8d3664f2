/*
 * What a backend could do at most: a bare Fastify that runs, for reading a history and for `set_state`, the statements that these
 * need, with the same durability, and knows no model and no rule. Runs are made by the package. Settings as of the backend:
 * DATABASE_URL, PORT.
 */
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { env } from 'node:process';
import pg from 'pg';

const { Database: Ours, POSTGRES_SESSION, Runs } = await import('../../../dist/persistence/index.js');

const DETAILS = JSON.stringify(
  Object.fromEntries(
    [
      ...['flow_run_id', 'task_run_id', 'child_flow_run_id', 'scheduled_time', 'cache_key', 'cache_expiration'],
      ...['untrackable_result', 'pause_timeout', 'pause_reschedule', 'pause_key', 'run_input_keyset', 'refresh_cache'],
      ...['retriable', 'transition_id', 'task_parameters_id'],
    ].map((name) => [name, null]),
  ),
);

const PAGE = 100;
const BEFORE_ALL = '0001-01-01 00:00:00.000000';

const HISTORY = `SELECT state.id, state.type, state.timestamp, state.name, state.message, state.state_details, artifact.data
  FROM flow_run_state state LEFT JOIN artifact ON artifact.id = state.result_artifact_id
  WHERE state.flow_run_id = $1 AND state.timestamp > $2 ORDER BY state.timestamp LIMIT ${PAGE}`;
const RUN = `SELECT run.id, run.state_id, run.state_type, run.state_timestamp, run.run_count, run.empirical_policy,
  run.start_time, run.end_time, run.expected_start_time, run.next_scheduled_start_time, run.total_run_time,
  state.type, state.timestamp, state.name, state.message, state.state_details, artifact.data
  FROM flow_run run LEFT JOIN flow_run_state state ON state.id = run.state_id
  LEFT JOIN artifact ON artifact.id = state.result_artifact_id WHERE run.id = $1`;
const INSERT_ARTIFACT = 'INSERT INTO artifact (id, created, updated, data, flow_run_id) VALUES ($1, $2, $2, $3, $4)';
const INSERT_STATE = `INSERT INTO flow_run_state
  (id, created, updated, flow_run_id, type, timestamp, name, message, state_details, result_artifact_id)
  VALUES ($1, $2, $2, $3, $4, $2, $5, $6, $7, $8)`;
const UPDATE_RUN = `UPDATE flow_run SET updated = $2, state_id = $1, state_type = $4, state_timestamp = $2, state_name = $5,
  run_count = run_count + 1 WHERE id = $3`;

/** @typedef {{ page(run: string, after: string): Promise<object[]>, move(run: string, row: unknown[], artifact: unknown[] | null): Promise<void> }} Store */

/** @returns {Store} */
function openSqlite(path) {
  const [writing, reading] = [new Database(path), new Database(path, { readonly: true })];
  writing.pragma('journal_mode = WAL');
  writing.pragma('synchronous = FULL');
  // the driver takes no places that are named by a number
  const prepare = (connection, sql) => {
    const order = sql.match(/\$\d/g).map((place) => Number(place[1]) - 1);
    const statement = connection.prepare(sql.replaceAll(/\$\d/g, '?'));
    return {
      all: (...values) => statement.all(...order.map((i) => values[i])),
      run: (...values) => statement.run(...order.map((i) => values[i])),
    };
  };
  const history = prepare(reading, HISTORY);
  const [run, artifact, state, update] = [RUN, INSERT_ARTIFACT, INSERT_STATE, UPDATE_RUN].map((sql) =>
    prepare(writing, sql),
  );
  const move = writing.transaction((id, row, data) => {
    run.all(id);
    if (data !== null) artifact.run(...data);
    state.run(...row);
    update.run(...row.slice(0, 5));
  });
  return {
    async page(id, after) {
      return history.all(id, after).map((row) => ({
        ...row,
        timestamp: `${row.timestamp.replace(' ', 'T')}+00:00`,
        state_details: JSON.parse(row.state_details),
        data: JSON.parse(row.data),
      }));
    },
    async move(id, row, data) {
      move.immediate(id, row, data);
    },
  };
}

/** @returns {Store} */
function openPostgres(connectionString) {
  pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => text.replace(' ', 'T'));
  const options = { connectionString, options: POSTGRES_SESSION };
  const [reading, writing] = [new pg.Pool({ ...options, max: 6 }), new pg.Pool({ ...options, max: 8 })];
  const state = `WITH state AS (${INSERT_STATE}) ${UPDATE_RUN}`;
  return {
    async page(id, after) {
      const { rows } = await reading.query({ name: 'history', text: HISTORY, values: [id, after] });
      return rows;
    },
    async move(id, row, data) {
      const client = await writing.connect();
      try {
        await client.query('BEGIN');
        await client.query({ name: 'run', text: `${RUN} FOR UPDATE OF run`, values: [id] });
        if (data !== null) await client.query({ name: 'artifact', text: INSERT_ARTIFACT, values: data });
        await client.query({ name: 'state', text: state, values: row });
        await client.query('COMMIT');
      } finally {
        client.release();
      }
    },
  };
}

/** One clock for all digits: with two, states of one millisecond could change places. */
function now() {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const at = new Date(Math.floor(microseconds / 1000)).toISOString();
  return `${at.slice(0, 10)} ${at.slice(11, -1)}${String(microseconds % 1000).padStart(3, '0')}`;
}

const url = env.DATABASE_URL;
const database = await Ours.open(url);
const runs = new Runs(database);
const store = url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url);
const server = Fastify();

server.get('/api/ready', async () => true);
server.post('/api/flows/', async ({ body }) => (await runs.createFlow({ name: body.name, tags: [] })).flow);
server.post('/api/flow_runs/', async ({ body }) => {
  const { run } = await runs.createFlowRun({ name: body.name ?? 'run', flowId: body.flow_id });
  return { id: run.id };
});
server.get('/api/flow_run_states/', async ({ query }) => {
  const states = [];
  for (let after = BEFORE_ALL; ;) {
    const page = await store.page(query.flow_run_id, after);
    states.push(...page);
    if (page.length < PAGE) return states;
    after = page.at(-1).timestamp.replace('T', ' ').slice(0, BEFORE_ALL.length);
  }
});
server.post('/api/flow_runs/:id/set_state', async ({ params, body }, reply) => {
  const { type, name = type, message = null, data = null, state_details: details } = body.state;
  const [id, timestamp] = [randomUUID(), now()];
  const artifact = data === null ? null : [randomUUID(), timestamp, JSON.stringify(data), params.id];
  const stateDetails = JSON.stringify({ ...JSON.parse(DETAILS), ...details, flow_run_id: params.id });
  const row = [id, timestamp, params.id, type, name, message, stateDetails, artifact?.[0] ?? null];
  await store.move(params.id, row, artifact);
  reply.status(201);
  const state = { id, type, name, timestamp, message, data, state_details: JSON.parse(stateDetails) };
  return { state, status: 'ACCEPT', details: { type: 'accept_details' } };
});
await server.listen({ port: Number(env.PORT), host: '127.0.0.1' });
