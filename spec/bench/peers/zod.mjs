/* A state for zod 4: every field checked, dates made luxon values (which have no microseconds), defaults filled. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import * as z from 'zod';

import { STATE_TYPES } from './state-types.mjs';

const uuid = z.guid().nullable().default(null);
const text = z.string().nullable().default(null);
const flag = z.boolean().nullable().default(null);
const instant = z.iso.datetime({ offset: true }).transform((wire) => DateTime.fromISO(wire, { setZone: true }));
const date = instant.nullable().default(null);

const details = z.object({
  flow_run_id: uuid,
  task_run_id: uuid,
  child_flow_run_id: uuid,
  scheduled_time: date,
  cache_key: text,
  cache_expiration: date,
  untrackable_result: z.boolean().default(false),
  pause_timeout: date,
  pause_reschedule: z.boolean().default(false),
  pause_key: text,
  run_input_keyset: z.record(z.string(), z.string()).nullable().default(null),
  refresh_cache: flag,
  retriable: flag,
  transition_id: uuid,
  task_parameters_id: uuid,
});

/** The schema, run by zod's own parser. */
export const zodState = z.object({
  id: z.guid().default(() => randomUUID()),
  type: z.enum(STATE_TYPES),
  name: text,
  timestamp: instant.default(() => DateTime.utc()),
  message: text,
  data: z.unknown().default(null),
  state_details: details.prefault({}),
});

/** The same schema after `z.compile`, or as it is where code must not be generated. */
export const zodCompiledState = canGenerate() ? z.compile(zodState, { strict: true }) : zodState;

/** Whether the process may generate code; what zod, ajv and others need for their quick way. */
export function canGenerate() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}
