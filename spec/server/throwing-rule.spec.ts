/*
 * A rule that throws, under a running backend: what Prefect 2.20.25 answers when a rule of its policy raises, nothing kept, and
 * the rule's name in the log, without what it said and without what was sent.
 */
import { type INestApplication } from '@nestjs/common';
import { jest } from '@jest/globals';

import { State } from '../../src/index.js';
import { Database, ENTITIES } from '../../src/persistence/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { ANY_STATE, CORE_FLOW_POLICY, MissingFlowRun, type OrchestrationRule } from '../../src/transitions/index.js';
import { emptyDatabases, ENGINES } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { createFlowRuns, createTaskRuns } from '../support/writers.js';

const SECRET = 's3cr3t-token';

function rule(hooks: Partial<OrchestrationRule>, name = 'Broken'): OrchestrationRule {
  return { name, summary: 'A rule of this spec', from: ANY_STATE, to: ANY_STATE, ...hooks };
}

function fail(): never {
  throw new Error(`no\n    at ${SECRET} `);
}

const stop = rule(
  {
    before: (transition) => {
      transition.abort('no');
    },
  },
  'Stop',
);

const THROWING: readonly [how: string, rules: readonly OrchestrationRule[]][] = [
  ['before', [rule({ before: fail })]],
  ['after', [rule({ after: fail })]],
  ['after, when another rule has kept the run where it is', [rule({ undo: fail }), stop]],
  ['before, though it keeps the books', [rule({ before: fail, always: true })]],
  ['after, though it keeps the books', [rule({ after: fail, always: true })]],
  ['when its promise is broken', [rule({ before: () => Promise.reject(new Error(SECRET)) })]],
  [
    'no Error',
    [
      rule({
        before() {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a rule may
          throw SECRET;
        },
      }),
    ],
  ],
  ['a ValidationError', [rule({ before: () => State.parse({ type: SECRET }) })]],
  [
    'because its answer is nonsense',
    [
      rule({
        before: (transition) => {
          transition.reject({} as State, SECRET);
        },
      }),
    ],
  ],
  ['when it has written already', [rule({ before: ({ run }) => (run.runCount = 7) }, 'First'), rule({ after: fail })]],
];

describe.each(ENGINES)('a rule that throws, on %s', (engine) => {
  const create = emptyDatabases(engine);
  // what they hold is another in each spec
  const [flowRules, taskRules]: [OrchestrationRule[], OrchestrationRule[]] = [[], []];
  let app: INestApplication;
  let api: string;
  let printed: string;

  beforeAll(async () => {
    const policies = { flowRuns: flowRules, taskRuns: taskRules, autonomousTaskRuns: taskRules };
    app = await createApp({ ...readConfig({ DATABASE_URL: await create() }), logLevel: 'error' }, { policies });
    await app.listen(0, '127.0.0.1');
    api = `${await app.getUrl()}/api`;
  });
  afterAll(() => app.close());

  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed += String(text)), true));
  });
  afterEach(() => jest.restoreAllMocks());

  /** Every row of every table. */
  const rows = (): Promise<unknown> => {
    const { reader } = app.get(Database);
    return Promise.all(ENTITIES.map((entity) => reader.find(entity, { order: { id: 'ASC' } as object })));
  };
  const propose = (path: string, more: object = {}): Promise<Answer> =>
    send(`${api}/${path}/set_state`, post({ state: { type: 'RUNNING', message: SECRET, data: SECRET }, ...more }));
  const setRules = (rules: readonly OrchestrationRule[]): void => {
    flowRules.splice(0, Infinity, ...rules, ...CORE_FLOW_POLICY);
    taskRules.splice(0, Infinity, ...rules);
  };
  const makeRuns = async (): Promise<string[]> => {
    setRules([]);
    const [flowRunId] = (await createFlowRuns(api, 1)) as [string];
    const ids = await createTaskRuns(api, 1, { flow_run_id: flowRunId });
    return [`flow_runs/${flowRunId}`, ...[...ids, ...(await createTaskRuns(api, 1))].map((id) => `task_runs/${id}`)];
  };

  it.each(THROWING)('is answered with 500 and named in the log, and nothing is kept: %s', async (_how, rules) => {
    const runs = await makeRuns();
    const before = await rows();
    setRules(rules);
    for (const run of runs) {
      printed = '';
      expect(await propose(run)).toMatchObject({ status: 500, text: '{"exception_message":"Internal Server Error"}' });
      expect(printed).toContain('The rule Broken has thrown');
      expect(printed).not.toContain(SECRET);
    }
    expect(await rows()).toEqual(before);
    // whoever asks next is not kept waiting by what was rolled back
    setRules([]);
    for (const run of runs) expect(await propose(run)).toMatchObject({ status: 201, body: { status: 'ACCEPT' } });
  });

  it('is not asked about a forced state, unless of a task run without a flow run', async () => {
    const [flowRun, taskRun, ownTaskRun] = (await makeRuns()) as [string, string, string];
    setRules([rule({ before: fail })]);
    expect((await propose(flowRun, { force: true })).status).toBe(201);
    expect((await propose(taskRun, { force: true })).status).toBe(201);
    expect((await propose(ownTaskRun, { force: true })).status).toBe(500);
  });

  it('shows where it has thrown, in the log only', async () => {
    const [run] = (await makeRuns()) as [string];
    setRules([rule({ before: fail })]);
    await propose(run);
    expect(printed).toMatch(/The rule Broken has thrown Error at [^"]*fail [^"]*throwing-rule\.spec/);
    setRules([rule({ before: () => Promise.resolve() })]);
    await propose(run);
    expect(printed).toContain('(a rule must be done when it returns, and this one gives a promise)');
  });

  it('is answered with 404 when it misses the flow run of a task run', async () => {
    const [, run] = (await makeRuns()) as [string, string];
    const message = 'Unable to read flow run associated with task run: x, this flow run might have been deleted';
    setRules([
      rule({
        before() {
          throw MissingFlowRun.of('x');
        },
      }),
    ]);
    expect(await propose(run)).toMatchObject({ status: 404, body: { exception_message: message } });
    expect(printed).toBe('');
  });
});
