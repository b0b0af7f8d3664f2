/* Events that tell of the states of a task run, as a client of Prefect 3 tells of them. */
import { v3 as contract } from '../../api/index.js';
import { type DateTime } from 'luxon';
import { type State } from '../../v3/index.js';
import { type Given } from '../asking.js';

/** What is told of a task run beside its states. Its id is your own: it makes the task run. */
export type TaskRunReport = Omit<
  Given<contract.TaskRunCreate, 'id' | 'name' | 'taskKey' | 'dynamicKey'>,
  'state' | 'id' | 'name'
> & { readonly id: string; readonly name: string };

/**
 * An event for each state of a task run. When it began and ended and how often it ran follows from the states.
 *
 * @param states - all of the run's states so far, the oldest first
 * @returns texts of JSON
 * @source prefect 3.8.8, utilities/engine, `emit_task_run_state_change_event`
 */
export function taskRunEvents(run: TaskRunReport, states: readonly State[]): string[] {
  return states.map((state, i) => eventOf(run, states.slice(0, i + 1), state).json());
}

function eventOf(run: TaskRunReport, states: readonly State[], state: State): contract.Event {
  const { id } = run;
  const { type, name, message, data, state_details: details } = JSON.parse(state.json()) as Record<string, unknown>;
  return new contract.Event({
    id: state.id,
    occurred: state.timestamp,
    event: `prefect.task-run.${state.name}`,
    resource: {
      'prefect.resource.id': `prefect.task-run.${id}`,
      'prefect.resource.name': run.name,
      'prefect.state-name': state.name,
      'prefect.state-type': state.type,
      'prefect.orchestration': 'client',
    },
    related: relatedTo(run),
    payload: {
      intended: { from: states.at(-2)?.type ?? null, to: type },
      initial_state: null,
      validated_state: { type, name, message, data, state_details: withoutRuns(details) },
      task_run: { ...wireOf(run), ...timesOf(states) },
    },
  });
}

function relatedTo({ flowRunId, tags = [] }: TaskRunReport): Record<string, string>[] {
  const of = (kind: string, id: string): Record<string, string> => ({
    'prefect.resource.id': `prefect.${kind}.${id}`,
    'prefect.resource.role': kind,
  });
  return [...(typeof flowRunId === 'string' ? [of('flow-run', flowRunId)] : []), ...tags.map((tag) => of('tag', tag))];
}

/** The event's resources say which runs it is of. */
function withoutRuns(details: unknown): Record<string, unknown> {
  const ofRuns = ['flow_run_id', 'task_run_id'];
  const said = Object.entries(details as object).filter(([name, value]) => value !== null && !ofRuns.includes(name));
  return Object.fromEntries(said);
}

function wireOf(run: TaskRunReport): Record<string, unknown> {
  const model = new contract.TaskRunCreate(run);
  return JSON.parse(model.json({ excludeUnset: true, exclude: ['id', 'flowRunId'] })) as Record<string, unknown>;
}

/** @source prefect 3.8.8, task_engine.py, which keeps these of the run as it sets states */
function timesOf(states: readonly State[]): Record<string, unknown> {
  let [runs, seconds] = [0, 0];
  let since: DateTime | null = null;
  for (const { type, timestamp } of states) {
    if (since !== null) seconds += timestamp.diff(since).as('seconds');
    since = type === 'RUNNING' ? timestamp : null;
    if (type === 'RUNNING') runs += 1;
  }
  const start = states.find(({ type }) => type === 'RUNNING');
  const last = states.at(-1)!;
  return {
    run_count: runs,
    expected_start_time: textOf(states[0]!),
    total_run_time: seconds,
    ...(start === undefined ? {} : { start_time: textOf(start) }),
    ...(last.isFinal() ? { end_time: textOf(last) } : {}),
  };
}

/** An instant as the wire writes it. */
function textOf(state: State): unknown {
  return (JSON.parse(state.json({ include: ['timestamp'] })) as { readonly timestamp: unknown }).timestamp;
}
