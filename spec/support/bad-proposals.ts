/* Proposals that cannot be: of what is no state, and for runs that there are not, forced and not. */
import { randomUUID } from 'node:crypto';

import { post, send } from './http.js';
import { createFlowRuns, createTaskRuns } from './writers.js';

const KINDS = ['flow_run', 'task_run'] as const;
const RUNNING = { type: 'RUNNING' };
const WRONG = [{ type: 'NOPE' }, { type: 'running' }, { type: 5 }, { type: null }, { name: 'Running' }];

/** A proposal, and what was answered to it. */
export interface Refused {
  readonly kind: (typeof KINDS)[number];
  /** Whether the run is there; null when its id is none. */
  readonly isKnown: boolean | null;
  /** Left out, it is not sent. */
  readonly force: boolean | undefined;
  readonly state: object;
  readonly status: number;
  /** The body, with the run's id blanked. */
  readonly body: unknown;
}

/** The ids of a run of each kind. */
export type Known = Readonly<Record<(typeof KINDS)[number], string>>;

/** Makes a flow run and a task run of it. */
export async function makeKnown(api: string): Promise<Known> {
  const [flowRunId] = (await createFlowRuns(api, 1)) as [string];
  const [taskRunId] = (await createTaskRuns(api, 1, { flow_run_id: flowRunId })) as [string];
  return { flow_run: flowRunId, task_run: taskRunId };
}

/** Proposes for the runs that there are, and for others, everything that cannot be, and gives the answers. */
export async function askBadly(api: string, known: Known): Promise<Refused[]> {
  const answers: Refused[] = [];
  for (const kind of KINDS) {
    const ask = async (id: string, isKnown: boolean | null, state: object): Promise<void> => {
      for (const force of [undefined, false, true]) {
        const { status, text } = await send(`${api}/${kind}s/${id}/set_state`, post({ state, force }));
        answers.push({ kind, isKnown, force, state, status, body: JSON.parse(text.replaceAll(id, '<id>')) as unknown });
      }
    };
    for (const state of WRONG) await ask(known[kind], true, state);
    // what is wrong with a state is told before anybody looks for the run
    for (const state of [RUNNING, ...WRONG]) await ask(randomUUID(), false, state);
    // of a wrong id and a wrong state the reference tells both
    await ask('xyz', null, RUNNING);
  }
  return answers;
}
