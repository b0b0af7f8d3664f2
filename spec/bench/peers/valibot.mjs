/* A state for valibot: every field checked, dates made luxon values (which have no microseconds), defaults filled. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import * as v from 'valibot';

import { STATE_TYPES } from './state-types.mjs';

const uuid = v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null);
const text = v.optional(v.nullable(v.string()), null);
const flag = v.optional(v.nullable(v.boolean()), null);
const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((wire) => DateTime.fromISO(wire, { setZone: true })),
);
const date = v.optional(v.nullable(instant), null);

const details = v.object({
  flow_run_id: uuid,
  task_run_id: uuid,
  child_flow_run_id: uuid,
  scheduled_time: date,
  cache_key: text,
  cache_expiration: date,
  untrackable_result: v.optional(v.boolean(), false),
  pause_timeout: date,
  pause_reschedule: v.optional(v.boolean(), false),
  pause_key: text,
  run_input_keyset: v.optional(v.nullable(v.record(v.string(), v.string())), null),
  refresh_cache: flag,
  retriable: flag,
  transition_id: uuid,
  task_parameters_id: uuid,
});

const state = v.object({
  id: v.optional(v.pipe(v.string(), v.uuid()), () => randomUUID()),
  type: v.picklist(STATE_TYPES),
  name: text,
  timestamp: v.optional(instant, () => DateTime.utc().toISO()),
  message: text,
  data: v.optional(v.unknown(), null),
  state_details: v.optional(details, {}),
});

/** Reads a wire object, or throws. */
export const valibotParse = v.parser(state);

/** Reads a wire object, or gives all issues. */
export const valibotSafeParse = v.safeParser(state);
