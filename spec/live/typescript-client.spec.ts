/*
 * This package's own client, by one script, against servers of Prefect 2.20.25 and 3.8.8 and against the backend here, on both of
 * its mounts: the answers are the same.
 */
import { transform } from 'esbuild';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';

import { type AnyClient, ObjectNotFound, prefect2, prefect3, PrefectClient } from '../../src/client/index.js';
import { getStateResult, State } from '../../src/index.js';
import * as v3 from '../../src/v3/index.js';
import { temporaryFolder } from '../support/database.js';
import {
  describeWithPrefect,
  PREFECT_PYTHON,
  PREFECT_PYTHON3,
  type PrefectServer,
  startPrefect,
} from '../support/prefect.js';
import { startShared } from '../support/server.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const execute = promisify(execFile);
const MINUTES = 60_000;
const NOT_THERE = '00000000-0000-4000-8000-000000000000';

/** What every server answers to {@link story}. */
const ANSWERS = {
  flow: ['of the client', ['a'], true],
  started: ['ACCEPT', 'RUNNING', 'at work'],
  retried: ['REJECT', 'AwaitingRetry'],
  refusedTask: ['ABORT', true],
  task: ['PENDING', 'RUNNING', 'COMPLETED'],
  cancelling: ['ACCEPT', 'CANCELLING'],
  watched: ['PENDING', 'RUNNING', 'SCHEDULED', 'RUNNING', 'CANCELLING', 'CANCELLED'],
  ended: 'CANCELLED',
  found: ['one'],
  each: ['one'],
  count: 1,
  logs: [
    ['first', 20],
    ['second', 40],
  ],
  notThere: [404, `/flow_runs/${NOT_THERE}`],
  deleted: 404,
};

/** Flows, runs, states and logs. */
async function story(client: PrefectClient<typeof prefect3>): Promise<object> {
  const { State } = client.wire;
  const flow = await client.createFlow({ name: 'of the client', tags: ['a'] });
  const again = await client.createFlow({ name: 'of the client' });
  const run = await client.createFlowRun({
    flowId: flow.id,
    name: 'one',
    tags: ['told'],
    empiricalPolicy: { retries: 1, retryDelay: 0 },
  });
  const task = await client.createTaskRun({ flowRunId: run.id, taskKey: 't', dynamicKey: '0', state: State.pending() });
  const refusedTask = await client.setTaskRunState(task.id, State.running());
  const started = await client.setFlowRunState(run.id, State.running({ message: 'at work' }));
  await client.proposeTaskRunState(task.id, State.running());
  await client.proposeTaskRunState(task.id, State.completed());
  const retried = await client.setFlowRunState(run.id, State.failed());
  await client.proposeFlowRunState(run.id, State.running());
  const timestamp = new Date('2026-11-23T16:00:00Z');
  const line = { name: 'app', timestamp, flowRunId: run.id };
  await client.createLogs([
    { ...line, level: 40, message: 'second', timestamp: new Date('2026-11-23T16:00:01Z') },
    { ...line, level: 20, message: 'first' },
  ]);
  const ended = client.waitForFlowRun(run.id, { firstPollSeconds: 0.05 });
  const cancelling = await client.cancelFlowRun(run.id);
  await client.setFlowRunState(run.id, State.cancelled(), { force: true });
  const watched: string[] = [];
  for await (const { type } of client.watchFlowRun(run.id)) watched.push(type);
  const filter = { flowRuns: { tags: { all: ['told'] } } };
  const each: string[] = [];
  for await (const { name } of client.eachFlowRun(filter)) each.push(name);
  return {
    flow: [flow.name, flow.tags, again.id === flow.id],
    started: [started.status, started.state?.type, started.state?.message],
    retried: [retried.status, retried.state?.name],
    refusedTask: [refusedTask.status, refusedTask.status === 'ABORT' && refusedTask.details.reason !== null],
    task: (await client.readTaskRunStates(task.id)).map(({ type }) => type),
    cancelling: [cancelling.status, cancelling.state?.type],
    watched,
    ended: (await ended).stateType,
    found: (await client.findFlowRuns(filter, { sort: 'NAME_ASC', limit: 5 })).map(({ name }) => name),
    each,
    count: await client.countFlowRuns(filter),
    logs: (await client.findLogs({ logs: { flowRunId: { any: [run.id] } } }, { sort: 'TIMESTAMP_ASC' })).map(
      ({ message, level }) => [message, level],
    ),
    notThere: await client.readFlowRun(NOT_THERE).catch(toldAs),
    deleted: await client
      .deleteFlowRun(run.id)
      .then(() => client.readFlowRun(run.id))
      .catch((error: unknown) => toldAs(error)[0]),
  };
}

/** What an error says of what is not there. */
function toldAs(error: unknown): readonly [number, string] {
  if (!(error instanceof ObjectNotFound)) throw error;
  return [error.status, error.path];
}

/** A client by what its server says of its version. */
async function connected(apiUrl: string, version: 2 | 3): Promise<PrefectClient<typeof prefect3>> {
  const client: AnyClient = await PrefectClient.connect({ apiUrl, WebSocket, wires: [prefect2, prefect3] });
  expect(client.wire.version).toBe(version);
  // what the story uses, both wires have
  return client as unknown as PrefectClient<typeof prefect3>;
}

/** Tells of a task run that no one has made, by events, and reads what became of it. */
async function tellOfTaskRun(client: PrefectClient<typeof prefect3>): Promise<unknown> {
  const { id: flowId } = await client.createFlow({ name: 'of events' });
  const { id: flowRunId } = await client.createFlowRun({ flowId });
  const id = crypto.randomUUID();
  const run = { id, name: 'step-1', taskKey: 'step', dynamicKey: '1', flowRunId, tags: ['told'] };
  const states = [v3.State.pending(), v3.State.running(), v3.State.completed({ message: 'done' })];
  await client.recordTaskRunStates(run, states.slice(0, 2));
  await client.recordTaskRunStates(run, states);
  await client.close();
  for (;;) {
    // a real server keeps them a little later
    const found = await client.findTaskRuns({ taskRuns: { id: { any: [id] } } });
    if (found[0]?.stateType === 'COMPLETED') {
      const [{ name, taskKey, runCount, startTime, endTime, tags }] = found as [(typeof found)[0]];
      const kept = (await client.readTaskRunStates(id)).map((state) => [state.id, state.type]);
      expect(kept).toEqual(states.map((state) => [state.id, state.type]));
      return [name, taskKey, runCount, tags, startTime !== null, endTime !== null];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Follows a flow run by what the server tells of it. */
async function followByEvents(client: PrefectClient<typeof prefect3>): Promise<void> {
  const { State } = client.wire;
  const { id: flowId } = await client.createFlow({ name: 'told of' });
  const { id } = await client.createFlowRun({ flowId });
  const moved = (async () => {
    // the socket is open by then
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await client.setFlowRunState(id, State.running());
    await client.setFlowRunState(id, State.completed());
  })();
  const begin = performance.now();
  const seen: string[] = [];
  // too seldom to see the end by asking
  const options = { firstPollSeconds: 60, longestPollSeconds: 60 };
  for await (const { type } of client.watchFlowRun(id, options)) seen.push(type);
  await moved;
  expect(seen).toEqual(['PENDING', 'RUNNING', 'COMPLETED']);
  expect(performance.now() - begin).toBeLessThan(30_000);
}

const TOLD = ['step-1', 'step', 1, ['told'], true, true];

describe("this package's client, against the backend here", () => {
  const folder = temporaryFolder();
  let server: Awaited<ReturnType<typeof startShared>>;
  beforeAll(async () => {
    server = await startShared(folder);
  });
  afterAll(() => server.stop());

  it('tells its story on the mount of Prefect 2', async () => {
    expect(await story(await connected(server.url, 2))).toEqual(ANSWERS);
  });

  it('tells its story on the mount of Prefect 3, and of a task run by events', async () => {
    const client = await connected(`${new URL(server.url).origin}/v3/api`, 3);
    expect(await story(client)).toEqual(ANSWERS);
    expect(await tellOfTaskRun(client)).toEqual(TOLD);
  });

  it('is told of the states of a flow run by events', async () => {
    const client = await connected(`${new URL(server.url).origin}/v3/api`, 3);
    await followByEvents(client);
    await client.close();
  });
});

/** What an example of the docs prints that starts a run of a deployment; the wire tells which. */
async function exampleWith(wire: string, apiUrl: string): Promise<string> {
  const page = readFileSync(`${ROOT}docs/client.md`, 'utf8');
  const blocks = Array.from(page.matchAll(/^```typescript\n(.*?)^```/gms), ([, block]) => block!);
  const example = blocks.find((block) => block.includes(`wire: ${wire}`) && block.includes('readDeploymentByName'))!;
  const { code } = await transform(example, { loader: 'ts' });
  const env = { ...process.env, PREFECT_API_URL: apiUrl, NODE_OPTIONS: '' };
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, env });
  return stdout.trim();
}

interface Served {
  readonly example: string;
  readonly result: unknown;
  readonly states: readonly string[];
}

/** Serves a deployment, starts a run of it, follows it, and reads its result. */
async function serve(client: PrefectClient<typeof prefect3>, python: string): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'prefect-states-served-'));
  const { PATH, HOME } = process.env;
  const child = spawn(python, ['-W', 'ignore', fileURLToPath(new URL('serve.py', import.meta.url)), 'nightly'], {
    env: { PATH, HOME, PREFECT_HOME: home, PREFECT_API_URL: client.apiUrl, PREFECT_LOGGING_LEVEL: 'CRITICAL' },
    stdio: 'ignore',
  });
  try {
    const deployment = await deployed(client);
    const run = await client.createFlowRunFromDeployment(deployment.id, { parameters: { x: 2 } });
    const ended = await client.waitForFlowRun(run.id, { timeoutSeconds: 120 });
    const states: string[] = [];
    for await (const { type } of client.watchFlowRun(run.id)) states.push(type);
    const example = await exampleWith(`prefect${client.wire.version}`, client.apiUrl);
    return { states, result: await resultOf(ended.state!, home), example };
  } finally {
    child.kill('SIGINT');
    await once(child, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

function resultOf(state: State, home: string): Promise<unknown> {
  if (!(state instanceof v3.State)) return getStateResult(state);
  const file = (key: string): string => (key.startsWith('/') ? key : join(home, 'storage', key));
  // by the serializer `json`, as the flow says
  return v3.getStateResult(state, {
    readResult: ({ storageKey }) => JSON.parse(readFileSync(file(storageKey!), 'utf8')) as unknown,
  });
}

async function deployed(client: PrefectClient<typeof prefect3>): Promise<{ readonly id: string }> {
  for (;;) {
    try {
      return await client.readDeploymentByName('served/nightly');
    } catch (error) {
      if (!(error instanceof ObjectNotFound)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** What serves a flow of Prefect 3 sets PENDING too, before the flow run's own process does. */
const SERVED = {
  2: { result: true, example: 'Completed true', states: ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED'] },
  3: { result: true, example: 'Completed', states: ['SCHEDULED', 'PENDING', 'PENDING', 'RUNNING', 'COMPLETED'] },
};

describe.each([
  [2, 'PREFECT_PYTHON', PREFECT_PYTHON],
  [3, 'PREFECT_PYTHON3', PREFECT_PYTHON3],
] as const)("this package's client, against Prefect %d", (version, variable, python) => {
  describeWithPrefect(
    'a real server',
    () => {
      let server: PrefectServer;
      let client: PrefectClient<typeof prefect3>;
      beforeAll(async () => {
        const recording = { PREFECT_API_SERVICES_TASK_RUN_RECORDER_ENABLED: 'true' };
        server = await startPrefect(python, version === 3 ? recording : {});
        client = await connected(server.url, version);
      }, 2 * MINUTES);
      afterAll(() => server.stop());

      it(
        'tells the same story',
        async () => {
          expect(await story(client)).toEqual(ANSWERS);
        },
        2 * MINUTES,
      );

      it(
        'starts a run of a served deployment, follows it to its end and reads its result, as the docs do',
        async () => {
          expect(await serve(client, python!)).toEqual(SERVED[version]);
        },
        4 * MINUTES,
      );

      if (version === 3) {
        it(
          'is told of the states of a flow run by events',
          async () => {
            await followByEvents(client);
          },
          2 * MINUTES,
        );

        it(
          'tells of a task run by events',
          async () => {
            expect(await tellOfTaskRun(client)).toEqual(TOLD);
          },
          2 * MINUTES,
        );
      }
    },
    variable,
  );
});
