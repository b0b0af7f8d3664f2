/* Plays a sequence of proposals against a server, and shows what it answered with ids and times blanked. */
import { type Answer, post, send } from './http.js';
import { type RunOfSequence, RUNS, type Sequence } from './random-sequences.js';

type Wire = Readonly<Record<string, unknown>>;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const NOW = /"20[23]\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(\+00:00|Z)"/g;

const TIMES = ['total_run_time', 'estimated_run_time', 'estimated_start_time_delta'];

/** What a server answered to a sequence: every answer, then every run and its history. */
export async function play(api: string, sequence: Sequence): Promise<unknown[]> {
  const ids = await makeRuns(api, sequence);
  const shown = blanking();
  const answers: unknown[] = [];
  for (const { run, state, force } of sequence.proposals) {
    const answer = await send(`${api}/${kindOf(run)}s/${ids[run]}/set_state`, post({ state, force }));
    answers.push({ run, state, force, status: answer.status, answer: shown(answer) });
  }
  for (const run of RUNS) {
    const kind = kindOf(run);
    answers.push(columnsOf(shown(await send(`${api}/${kind}s/${ids[run]}`)) as Wire));
    answers.push(shown(await send(`${api}/${kind}_states/?${kind}_id=${ids[run]}`)));
  }
  return answers;
}

function kindOf(run: RunOfSequence): 'flow_run' | 'task_run' {
  return run === 'flow' || run === 'subflow' ? 'flow_run' : 'task_run';
}

async function makeRuns(api: string, sequence: Sequence): Promise<Record<RunOfSequence, string>> {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await send(`${api}/${path}/`, post(body));
    if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const { flowPolicy, taskPolicy: empirical_policy, infrastructurePid } = sequence;
  const flow_id = await make('flows', { name: `sequence ${sequence.seed}` });
  const flow = await make('flow_runs', { flow_id, name: 'flow', empirical_policy: flowPolicy });
  const patch = { infrastructure_pid: infrastructurePid };
  await send(`${api}/flow_runs/${flow}`, { method: 'PATCH', body: JSON.stringify(patch) });
  const task = { flow_run_id: flow, task_key: 'task', name: 'task', empirical_policy };
  const parent = await make('task_runs', { ...task, dynamic_key: 'parent' });
  return {
    flow,
    task: await make('task_runs', { ...task, dynamic_key: '0' }),
    'other task': await make('task_runs', { ...task, dynamic_key: '1' }),
    subflow: await make('flow_runs', { flow_id, name: 'subflow', parent_task_run_id: parent }),
    'own task': await make('task_runs', { ...task, flow_run_id: null, dynamic_key: `own ${sequence.seed}` }),
  };
}

/** The columns of a run that do not depend on when it was asked for. */
function columnsOf(run: Wire): Wire {
  const columns = Object.fromEntries(Object.entries(run).filter(([name]) => !TIMES.includes(name)));
  const { pause_keys: keys, ...policy } = columns.empirical_policy as Wire;
  // a set has no order
  const pauses = keys === undefined ? {} : { pause_keys: [...(keys as string[])].sort() };
  return { ...columns, empirical_policy: { ...policy, ...pauses } };
}

/** Gives every id a number, in the order in which they come, and every time of now the same text. */
function blanking(): (answer: Answer) => unknown {
  const ids = new Map<string, string>();
  const numberOf = (id: string): string => {
    if (!ids.has(id)) ids.set(id, `<id${ids.size}>`);
    return ids.get(id)!;
  };
  return ({ text }) => withoutDelay(JSON.parse(text.replace(UUID, numberOf).replace(NOW, '"<now>"')));
}

/** Seconds to wait may pass between two servers. */
function withoutDelay(answer: unknown): unknown {
  const { details } = answer as { details?: { delay_seconds?: number } };
  return details?.delay_seconds === undefined
    ? answer
    : { ...(answer as Wire), details: { ...details, delay_seconds: Math.sign(details.delay_seconds) } };
}
