/* Rules of one's own: which moves go by them, and which by the reference's. */
import { State } from '../../../src/index.js';
import { type PolicyOptions, Runs, RunStates } from '../../../src/persistence/index.js';
import {
  ANY_STATE,
  CORE_FLOW_POLICY,
  decide,
  type OrchestrationRule,
  type Policies,
  type SetStateStatus,
} from '../../../src/transitions/index.js';
import { freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';
import { flowRun, taskRun } from '../../support/transitions.js';

/** A rule that aborts every move, except to pending, in which runs begin. */
function never(name: string): OrchestrationRule {
  return {
    name,
    summary: 'Nothing goes',
    from: ANY_STATE,
    to: ANY_STATE.filter((type) => type !== 'PENDING'),
    before(transition) {
      transition.abort(name);
    },
  };
}

const policies: Policies = {
  flowRuns: [never('flow runs'), ...CORE_FLOW_POLICY],
  taskRuns: [never('task runs')],
  autonomousTaskRuns: [never('autonomous task runs')],
};

const details = ({ status, details: given }: { status: SetStateStatus; details: object }): string =>
  'reason' in given ? `${status}: ${String(given.reason)}` : status;

describe('decide({ policies })', () => {
  const [run, task] = [flowRun(), taskRun()];
  const own = taskRun({ flowRunId: null });
  const given = { current: State.pending(), proposed: State.failed(), policies };

  it('asks those of the kind of run', () => {
    expect(details(decide({ ...given, run }))).toBe('ABORT: flow runs');
    expect(details(decide({ ...given, run: task }))).toBe('ABORT: task runs');
    expect(details(decide({ ...given, run: own }))).toBe('ABORT: autonomous task runs');
  });

  it('asks them about a forced state only of a task run without a flow run, as the reference does', () => {
    const force = true;
    expect(details(decide({ ...given, force, run }))).toBe('ACCEPT');
    expect(details(decide({ ...given, force, run: task }))).toBe('ACCEPT');
    expect(details(decide({ ...given, force, run: own }))).toBe('ABORT: autonomous task runs');
  });

  it("asks the reference's for a kind that is left out, and a policy of the call before all", () => {
    expect(details(decide({ ...given, run: task, policies: { flowRuns: [never('flow runs')] } }))).toBe('ACCEPT');
    expect(details(decide({ ...given, run, policy: [never('the call')] }))).toBe('ABORT: the call');
    expect(details(decide({ ...given, run, policy: [] }))).toBe('ACCEPT');
  });
});

describe('kept runs', () => {
  const database = freshDatabase();
  const made = async (rules: PolicyOptions): Promise<{ runs: Runs; id: string }> => {
    const runs = new Runs(database.current(), rules);
    const { run } = await runs.createFlowRun(await newFlowRun(database.current()));
    return { runs, id: run.id };
  };

  it('go by them when a state is proposed, and by none when one is appended', async () => {
    const { id } = await made({ policies });
    const states = new RunStates(database.current(), 'flow_run', { policies });
    expect(details(await states.propose(id, State.running()))).toBe('ABORT: flow runs');
    expect(details(await new RunStates(database.current(), 'flow_run').propose(id, State.running()))).toBe('ACCEPT');
    expect(details(await states.propose(id, State.completed(), { policy: [] }))).toBe('ACCEPT');
    expect((await states.append(id, State.running())).type).toBe('RUNNING');
    await states.bulkAppend(id, [State.failed()]);
    expect((await states.history(id)).map(({ type }) => type)).toEqual([
      ...['PENDING', 'RUNNING', 'COMPLETED', 'RUNNING', 'FAILED'],
    ]);
  });

  it('come into their first state by them where the reference asks rules for it', async () => {
    const { runs, id } = await made({ policies });
    const task = { name: 't', taskKey: 't', dynamicKey: '0' };
    const first = State.scheduled();
    expect((await runs.createTaskRun({ ...task, flowRunId: id }, first)).state).toMatchObject({ type: 'SCHEDULED' });
    expect((await runs.createTaskRun({ ...task, flowRunId: null }, first)).state).toBeNull();
  });

  it('bring the task run of a subflow along though rules speak against it', async () => {
    const { runs, id } = await made({});
    const { run: parent } = await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey: '0', flowRunId: id });
    const fields = await newFlowRun(database.current(), { parentTaskRunId: parent.id });
    const { run } = await runs.createFlowRun(fields);
    const states = new RunStates(database.current(), 'flow_run', { policies: { taskRuns: policies.taskRuns! } });
    expect(details(await states.propose(run.id, State.running()))).toBe('ACCEPT');
    const history = await new RunStates(database.current(), 'task_run').history(parent.id);
    expect(history.at(-1)).toMatchObject({ type: 'RUNNING' });
  });
});
