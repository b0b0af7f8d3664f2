/* What there is to tell of the states of flow runs, as Prefect 3's server tells of it. Nothing is kept for it but the states. */
import { type DateTime } from 'luxon';

import { type Resource, v3 } from '../../api/index.js';
import { formatDateTime, parseDateTime, toUtcDateTime } from '../../index.js';
import { type Database } from '../database.js';
import { idsOf } from '../given.js';
import { queryRows } from '../engines/sql.js';
import { toTimestamp } from '../tables/columns.js';

/** Which events of flow runs are read. */
export interface FlowRunEventQuery {
  readonly since: DateTime;
  readonly until: DateTime;
  /** Of which runs. @defaultValue all */
  readonly runIds?: readonly string[] | undefined;
}

/** Of one query. */
const PAGE = 100;

/** The most states that are found at once, of those that have just come. */
const MOST_RECENT = 5000;

const MINUTES = 60_000;

/** An event follows the one before it, where that was not longer ago. */
const TIGHT_MS = 5 * MINUTES;

/** More of a message is not told: half of it from the beginning, half from the end. */
const LONGEST_MESSAGE = 100_000;
const LONGEST_NAME = 1024;
const MOST_RELATED = 100;

const HALF = LONGEST_MESSAGE / 2;
/** What stands between the halves has as many characters, at the least. */
const CUT = 30;

/** A message, cut where it is too long to be told. @source prefect 3.8.8, utilities/text.py, `truncated_to` */
function cut(message: string): string {
  const omitted = `(length(${message}) - ${LONGEST_MESSAGE})`;
  return `CASE WHEN length(${message}) <= ${LONGEST_MESSAGE + CUT} THEN ${message} ELSE substr(${message}, 1, ${HALF}) || '...'
    || ${omitted} || ' additional characters...' || substr(${message}, length(${message}) - ${HALF - 1}) END`;
}

const COLUMNS = `state.id, state.type, state.name, ${cut('state.message')} AS message, state.timestamp, state.created,
  state.state_details, earlier.id AS earlier_id, earlier.type AS earlier_type, earlier.name AS earlier_name,
  ${cut('earlier.message')} AS earlier_message, earlier.timestamp AS earlier_timestamp,
  earlier.state_details AS earlier_state_details, run.id AS run_id, run.name AS run_name, run.tags AS run_tags,
  run.run_count - (SELECT count(*) FROM flow_run_state later WHERE later.flow_run_id = run.id AND later.type = 'RUNNING'
    AND later.timestamp > state.timestamp) AS run_count,
  flow.id AS flow_id, flow.name AS flow_name, flow.tags AS flow_tags,
  parent.id AS parent_id, parent.name AS parent_name, parent.tags AS parent_tags`;

const FROM = `flow_run run JOIN flow_run_state state ON state.flow_run_id = run.id JOIN flow ON flow.id = run.flow_id
  LEFT JOIN task_run parent ON parent.id = run.parent_task_run_id
  LEFT JOIN flow_run_state earlier ON earlier.id = (SELECT before.id FROM flow_run_state before
    WHERE before.flow_run_id = run.id AND before.timestamp < state.timestamp ORDER BY before.timestamp DESC LIMIT 1)`;

/** By the index of the times at which runs came into their states, then by that of each run's states. */
const SINCE = 'run.state_timestamp >= ? AND state.timestamp >= ?';

interface StateColumns {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly message: string | null;
  readonly timestamp: string;
  readonly state_details: unknown;
}

type Prefixed<P extends string, T> = { readonly [K in keyof T as `${P}_${K & string}`]: T[K] };
type OrNull<T> = { readonly [K in keyof T]: T[K] | null };

interface Named {
  readonly id: string;
  readonly name: string;
  readonly tags: unknown;
}

/** As the engines' drivers hand them out. */
type Row = StateColumns &
  OrNull<Prefixed<'earlier', StateColumns>> &
  Prefixed<'run' | 'flow', Named> &
  OrNull<Prefixed<'parent', Named>> & { readonly created: string; readonly run_count: number | string };

/**
 * The events of flow runs: one for each state that a run came into, made of the rows of the states.
 *
 * @source prefect 3.8.8, server/models/events.py, `flow_run_state_change_event`
 */
export class FlowRunEvents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The ids of the states that runs came into since a time, which are those of their events; the newest first, and not above 5,000. */
  async idsSince(since: DateTime): Promise<string[]> {
    const time = toTimestamp(since, 'since');
    const sql = `SELECT state.id FROM flow_run run JOIN flow_run_state state ON state.flow_run_id = run.id
      WHERE ${SINCE} ORDER BY state.timestamp DESC LIMIT ${MOST_RECENT}`;
    const rows = await queryRows<{ readonly id: string }>(this.#database.reader, sql, [time, time]);
    return rows.map(({ id }) => id);
  }

  /** The events with some ids, the oldest first; none for a state that is gone. */
  async withIds(ids: readonly string[]): Promise<v3.ReceivedEvent[]> {
    const { dialect } = this.#database;
    const events: v3.ReceivedEvent[] = [];
    for (let i = 0; i < ids.length; i += PAGE) {
      const listed = dialect.listOf(idsOf(FlowRunEvents, ids.slice(i, i + PAGE)));
      events.push(...(await this.#read(`state.id ${dialect.isOneOf('?')}`, [listed])).map(({ event }) => event));
    }
    return events;
  }

  /** The events between two times, both included, the oldest first, in pages; between two pages no connection is held. */
  async *pages({ since, until, runIds }: FlowRunEventQuery): AsyncGenerator<readonly v3.ReceivedEvent[], void> {
    const { dialect } = this.#database;
    const [first, last] = [toTimestamp(since, 'since'), toTimestamp(until, 'until')];
    const ofRuns = runIds === undefined ? '' : `AND run.id ${dialect.isOneOf('?')}`;
    const listed = runIds === undefined ? [] : [dialect.listOf(idsOf(FlowRunEvents, runIds))];
    let after: readonly string[] = [];
    for (;;) {
      const isBehind = after.length === 0 ? '' : 'AND (state.timestamp, state.id) > (?, ?)';
      const where = `${SINCE} AND state.timestamp <= ? ${ofRuns} ${isBehind}`;
      const found = await this.#read(where, [first, first, last, ...listed, ...after]);
      if (found.length > 0) yield found.map(({ event }) => event);
      if (found.length < PAGE) return;
      const { timestamp, id } = found.at(-1)!.row;
      after = [timestamp, id];
    }
  }

  async #read(
    where: string,
    parameters: unknown[],
  ): Promise<{ readonly row: Row; readonly event: v3.ReceivedEvent }[]> {
    const sql = `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where} ORDER BY state.timestamp, state.id LIMIT ${PAGE}`;
    const rows = await queryRows<Row>(this.#database.reader, sql, parameters);
    return rows.map((row) => ({ row, event: this.#eventOf(row) }));
  }

  #eventOf(row: Row): v3.ReceivedEvent {
    const occurred = this.#instant(row.timestamp);
    const earlier = row.earlier_timestamp === null ? null : this.#instant(row.earlier_timestamp);
    const isTight = earlier !== null && Math.abs(occurred.toMillis() - earlier.toMillis()) < TIGHT_MS;
    return new v3.ReceivedEvent({
      id: row.id,
      occurred,
      event: `prefect.flow-run.${row.name}`.slice(0, LONGEST_NAME),
      resource: {
        'prefect.resource.id': `prefect.flow-run.${row.run_id}`,
        'prefect.resource.name': row.run_name,
        'prefect.run-count': String(row.run_count),
        'prefect.state-message': row.message ?? '',
        'prefect.state-name': row.name,
        'prefect.state-timestamp': formatDateTime(toUtcDateTime(occurred)),
        'prefect.state-type': row.type,
      },
      related: this.#relatedTo(row),
      payload: {
        intended: { from: row.earlier_type, to: row.type },
        initial_state: this.#shown(earlierOf(row)),
        validated_state: this.#shown(row),
      },
      follows: isTight ? row.earlier_id : null,
      received: this.#instant(row.created),
    });
  }

  #relatedTo(row: Row): Resource[] {
    const tags = [row.run_tags, row.flow_tags, row.parent_tags].flatMap(
      (each) => (this.#database.dialect.readJson(each) ?? []) as string[],
    );
    return [
      related('flow', row.flow_id, row.flow_name),
      ...(row.parent_id === null ? [] : [related('task-run', row.parent_id, row.parent_name!)]),
      ...[...new Set(tags)].sort().map((tag) => related('tag', tag)),
    ].slice(0, MOST_RELATED);
  }

  /** What is told of a state. @source prefect 3.8.8, server/models/events.py, `state_payload` */
  #shown(state: Omit<StateColumns, 'id' | 'timestamp'> | null): Record<string, string> | null {
    if (state === null) return null;
    const { type, name, message } = state;
    const shown = { type, name, ...(message === null || message === '' ? {} : { message }) };
    if (type !== 'PAUSED') return shown;
    const details = this.#database.dialect.readJson(state.state_details) as { readonly pause_reschedule?: unknown };
    return { ...shown, pause_reschedule: String(details.pause_reschedule === true) };
  }

  #instant(text: string): DateTime {
    return parseDateTime(this.#database.dialect.readTimestamp(text))!;
  }
}

function earlierOf(row: Row): Omit<StateColumns, 'id' | 'timestamp'> | null {
  const { earlier_type: type, earlier_name: name, earlier_message: message, earlier_state_details: details } = row;
  return type === null || name === null ? null : { type, name, message, state_details: details };
}

function related(role: string, id: string, name?: string): Resource {
  const resource = { 'prefect.resource.id': `prefect.${role}.${id}`, 'prefect.resource.role': role };
  return name === undefined ? resource : { ...resource, 'prefect.resource.name': name };
}
