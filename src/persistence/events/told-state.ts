/* What an event of Prefect 3 says: a state that a task run has come into, and what is known of the run by then. */
import { type EntityManager } from 'typeorm';

import { v3 as api } from '../../api/index.js';
import { type Issue, ValidationError } from '../../index.js';
import { fieldsOf, isObject } from '../../inner.js';
import * as v3 from '../../v3/index.js';
import { idOf } from '../given.js';
import { refuseUnwritable } from '../tables/rows.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';
import { TaskRunStateEntity } from '../tables/task-run-state.entity.js';

/** A state that an event tells of. */
export interface ToldState {
  /** The row of the state, without the ids of its runs: which task run it is, the database knows. Its id is the event's. */
  readonly state: TaskRunStateEntity;
  readonly runId: string;
  /** Null for a task run without a flow run. */
  readonly flowRunId: string | null;
  readonly taskKey: string;
  readonly dynamicKey: string;
  /** The columns of the task run that the event names, and those of its state. */
  readonly columns: Partial<TaskRunEntity>;
}

const EVENTS = 'prefect.task-run';
const MICROSECONDS = 1_000_000;

/** What an event may say of its run; which run it is, and its state, it says elsewhere. */
const NAMED = fieldsOf(api.TaskRunOfEvent.prototype).filter(
  ({ property }) => !['id', 'flowRunId', 'state'].includes(property),
);

/**
 * Reads what an event says of a task run.
 *
 * @returns null for an event that tells of something else, or of a state that this server gave itself
 * @throws {@link ValidationError} for one that says no state or no task run, and for a text that the database cannot hold
 * @source prefect 3.8.8, server/services/task_run_recorder.py, `task_run_from_event`
 */
export function readEvent(manager: EntityManager, event: api.Event): ToldState | null {
  const { event: name, resource } = event;
  if (!name.startsWith(EVENTS) || resource['prefect.orchestration'] !== 'client') return null;
  const runId = idAt('resource', event.objectId(EVENTS));
  const related = event.relatedId('flow-run', 'prefect.flow-run');
  const flowRunId = related === undefined ? null : idAt('related', related);
  const { type: stateType, name: stateName, ...state } = readState(event);
  const run = readRun(event.payload.task_run);
  const row = Object.assign(new TaskRunStateEntity(), { ...state, type: stateType, name: stateName });
  const ofState = { stateId: row.id, stateType, stateName, stateTimestamp: row.timestamp };
  const columns = { ...columnsOf(run, event.payload.task_run as object), flowRunId, ...ofState };
  refuseUnwritable(manager, row);
  refuseUnwritable(manager, Object.assign(new TaskRunEntity(), columns));
  const { taskKey, dynamicKey } = run;
  return { state: row, runId, flowRunId, taskKey, dynamicKey, columns };
}

function idAt(place: string, text: string | null): string {
  return idOf(api.Event, text, place);
}

type StateColumns = Pick<TaskRunStateEntity, 'id' | 'type' | 'name' | 'message' | 'timestamp' | 'stateDetails'> & {
  readonly ownData: unknown;
};

function readState({ id, occurred, payload }: api.Event): StateColumns {
  const said = payload.validated_state;
  const state = inside(['payload', 'validated_state'], () =>
    v3.State.parse(isObject(said) ? { ...said, id, timestamp: occurred } : said),
  );
  const { type, name, message, timestamp, stateDetails } = state;
  const { data: ownData = null } = state.dict({ jsonCompatible: true, include: ['data'] });
  return { id, type, name, message, timestamp, stateDetails, ownData };
}

function readRun(said: unknown): api.TaskRunOfEvent {
  return inside(['payload', 'task_run'], () => api.TaskRunOfEvent.parse(isObject(said) ? namedOf(said) : said));
}

function namedOf(said: object): Record<string, unknown> {
  const given = said as Readonly<Record<string, unknown>>;
  const names = NAMED.map(({ wireName }) => wireName).filter((name) => Object.hasOwn(given, name));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** The columns that were named; a run without a name is given one when it is made. */
function columnsOf(run: api.TaskRunOfEvent, said: object): Partial<TaskRunEntity> {
  const given = NAMED.filter(({ wireName }) => Object.hasOwn(said, wireName));
  const columns = Object.fromEntries(given.map(({ property }) => [property, valueIn(run, property)]));
  if (columns.name === null || columns.name === '') delete columns.name;
  if (columns.totalRunTime !== undefined) columns.totalRunTime = Math.round(run.totalRunTime * MICROSECONDS);
  return columns;
}

/** Says of faults where in the event they are. */
function inside<T>(place: readonly string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const issues = error.issues.map((issue): Issue => ({ ...issue, loc: [...place, ...issue.loc] }));
    throw ValidationError.of(api.Event, issues);
  }
}

function valueIn(model: object, property: string): unknown {
  return (model as Readonly<Record<string, unknown>>)[property];
}
