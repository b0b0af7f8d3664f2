/* Events of task runs, as a client of Prefect 3.8.8 sends them. */
import { randomUUID } from 'node:crypto';

import { v3 } from '../../src/api/index.js';

/** The wire object of an event. */
export type EventWire = Record<string, unknown> & {
  readonly id: string;
  readonly resource: Record<string, string>;
  readonly payload: { validated_state: Record<string, unknown>; task_run: Record<string, unknown> };
};

/** What of an event is not as usual. */
export interface EventFields {
  readonly id?: string;
  readonly run?: string;
  readonly flowRun?: string | null;
  /** Seconds behind a fixed time. */
  readonly at?: number;
  readonly name?: string;
  readonly data?: unknown;
  readonly message?: string | null;
  readonly details?: Record<string, unknown>;
  readonly task?: Record<string, unknown>;
}

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The instant of an event, as the client writes it. */
export function instantAt(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString().replace('Z', '000Z');
}

/** The wire object of the event of a state. */
export function eventWire(type: string, fields: EventFields = {}): EventWire {
  const { id = randomUUID(), run = randomUUID(), flowRun = null, at = 1, message = '', data = null } = fields;
  const name = fields.name ?? type[0] + type.slice(1).toLowerCase();
  const flow = { 'prefect.resource.id': `prefect.flow-run.${flowRun}`, 'prefect.resource.role': 'flow-run' };
  return {
    id,
    occurred: instantAt(at),
    event: `prefect.task-run.${name}`,
    follows: null,
    resource: { 'prefect.resource.id': `prefect.task-run.${run}`, 'prefect.orchestration': 'client' },
    related: flowRun === null ? [] : [flow],
    payload: {
      validated_state: { type, name, message, state_details: fields.details ?? {}, data },
      task_run: {
        name: 'add-1fe',
        task_key: 'add-5149',
        dynamic_key: run,
        empirical_policy: { max_retries: 0, retry_delay_seconds: 0.0, retries: 2, retry_delay: 0 },
        tags: ['t'],
        labels: { 'prefect.flow.id': 'f', n: 1.5 },
        task_inputs: { x: [] },
        run_count: 1,
        flow_run_run_count: 1,
        expected_start_time: instantAt(0),
        total_run_time: 0.00407,
        ...fields.task,
      },
    },
  };
}

/** The event of a state. */
export function eventOf(type: string, fields: EventFields = {}): v3.Event {
  return v3.Event.parse(eventWire(type, fields));
}
