/* A state for TypeBox: every field checked, nothing made of it. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';

import { STATE_TYPES } from './state-types.mjs';

const orNull = (schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const uuid = orNull(Type.String({ format: 'uuid' }));
const date = orNull(Type.String({ format: 'date-time' }));
const text = orNull(Type.String());
const flag = orNull(Type.Boolean());

const details = Type.Object({
  flow_run_id: uuid,
  task_run_id: uuid,
  child_flow_run_id: uuid,
  scheduled_time: date,
  cache_key: text,
  cache_expiration: date,
  untrackable_result: Type.Optional(Type.Boolean()),
  pause_timeout: date,
  pause_reschedule: Type.Optional(Type.Boolean()),
  pause_key: text,
  run_input_keyset: orNull(Type.Record(Type.String(), Type.String())),
  refresh_cache: flag,
  retriable: flag,
  transition_id: uuid,
  task_parameters_id: uuid,
});

/** The compiled checker: `Check` for a verdict, `Errors` for all that is wrong. */
export const typeboxState = Compile(
  Type.Object({
    id: Type.Optional(Type.String({ format: 'uuid' })),
    type: Type.Enum(STATE_TYPES),
    name: text,
    timestamp: Type.Optional(Type.String({ format: 'date-time' })),
    message: text,
    data: Type.Optional(Type.Unknown()),
    state_details: Type.Optional(details),
  }),
);
