/* A client whose types openapi-typescript makes of the document that the backend serves, by its own settings. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';

import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** What a user of the types writes: what may be left out is. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import { type components, type paths } from './api.js';

type Run = components['schemas']['FlowRunResponse'];

const api = createClient<paths>({ baseUrl: process.argv[2]! });

function dataOf<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

const flow = dataOf(await api.POST('/api/flows/', { body: { name: 'f' } }));
const made: Run = dataOf(await api.POST('/api/flow_runs/', { body: { flow_id: flow.id, state: { type: 'PENDING' } } }));
const params = { path: { id: made.id } };
const state = { type: 'RUNNING', state_details: { cache_key: 'k' } } as const;
const set = dataOf(await api.POST('/api/flow_runs/{id}/set_state', { params, body: { state } }));
await api.PATCH('/api/flow_runs/{id}', { params, body: { tags: ['t'], empirical_policy: { retries: 2 } } });
const run = dataOf(await api.GET('/api/flow_runs/{id}', { params }));
const wanted = { state: { type: { any_: ['RUNNING'] } }, tags: { all_: ['t'] } } satisfies components['schemas']['FlowRunFilter'];
const found = dataOf(await api.POST('/api/flow_runs/filter', { body: { flow_runs: wanted } }));
const task = dataOf(
  await api.POST('/api/task_runs/', {
    body: { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', task_inputs: { x: [{ type: 'int' }] } },
  }),
);
const query = { flow_run_id: run.id };
const history = dataOf(await api.GET('/api/flow_run_states/', { params: { query } }));
const deleted = await api.DELETE('/api/flow_runs/{id}', { params });
const gone = await api.GET('/api/flow_runs/{id}', { params });
const count: number = dataOf(await api.POST('/api/flow_runs/count', {}));

const details = set.details.type === 'accept_details' ? [set.status, set.state?.type] : [set.status];
const types: (string | null)[] = [run.state_type, ...found.map((each) => each.state_type), ...history.map(({ type }) => type)];
const fault = gone.error !== undefined && 'detail' in gone.error ? gone.error.detail : null;
const policy: number | null = run.empirical_policy.retries;
console.log(JSON.stringify({ details, types, policy, task: task.task_inputs, deleted: deleted.response.status, fault, count }));

export const refused = [
  // @ts-expect-error a run belongs to a flow
  () => api.POST('/api/flow_runs/', { body: {} }),
  // @ts-expect-error there is no such type
  () => api.POST('/api/flow_runs/filter', { body: { flow_runs: { state: { type: { any_: ['DONE'] } } } } }),
  // @ts-expect-error a name is a text
  () => api.PATCH('/api/task_runs/{id}', { params, body: { name: 1 } }),
];
`;

const folder = temporaryFolder();
let server: SharedServer;
beforeAll(async () => {
  server = await startShared(folder);
});
afterAll(() => server.stop());

async function node(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout;
}

/** Compiles the program as strictly as TypeScript does, and gives what there is against it. */
function compile(): string[] {
  const program = ts.createProgram([`${folder}/client.mts`], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ['node'],
  });
  const { diagnostics } = program.emit();
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  return faults.map((fault) => ts.formatDiagnostic(fault, ts.createCompilerHost({})));
}

it('openapi-typescript makes types of the OpenAPI document by which a client compiles, and runs', async () => {
  const root = new URL('/', server.url).href;
  writeFileSync(`${folder}/api.json`, (await send(`${root}docs-json`)).text);
  await node(`${MODULES}openapi-typescript/bin/cli.js`, 'api.json', '--output', 'api.d.ts');
  writeFileSync(`${folder}/client.mts`, PROGRAM);
  for (const name of ['@types/node', 'openapi-fetch', 'openapi-typescript-helpers', 'undici-types']) {
    mkdirSync(dirname(`${folder}/node_modules/${name}`), { recursive: true });
    symlinkSync(MODULES + name, `${folder}/node_modules/${name}`);
  }
  expect(compile()).toEqual([]);
  expect(JSON.parse(await node('client.mjs', root.slice(0, -1)))).toEqual({
    details: ['ACCEPT', 'RUNNING'],
    types: ['RUNNING', 'RUNNING', 'PENDING', 'RUNNING'],
    policy: 2,
    task: { x: [{ input_type: 'constant', type: 'int' }] },
    deleted: 204,
    fault: 'Flow run not found',
    count: 0,
  });
});
