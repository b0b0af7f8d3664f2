/* A state as JSON Schema: ajv checks by it, fast-json-stringify writes by it. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fastJsonStringify from 'fast-json-stringify';

import { STATE_TYPES } from './state-types.mjs';

// two ways to say the same; each library gets the one that is quicker for it
const asUnion = (type) => ({ type: [type, 'null'] });
const asNullable = (type) => ({ type, nullable: true });

function schemaOf(orNull) {
  const uuid = { ...orNull('string'), format: 'uuid' };
  const date = { ...orNull('string'), format: 'date-time' };
  const text = orNull('string');
  const flag = orNull('boolean');
  const details = {
    flow_run_id: uuid,
    task_run_id: uuid,
    child_flow_run_id: uuid,
    scheduled_time: date,
    cache_key: text,
    cache_expiration: date,
    untrackable_result: { type: 'boolean' },
    pause_timeout: date,
    pause_reschedule: { type: 'boolean' },
    pause_key: text,
    run_input_keyset: { ...orNull('object'), additionalProperties: { type: 'string' } },
    refresh_cache: flag,
    retriable: flag,
    transition_id: uuid,
    task_parameters_id: uuid,
  };
  const properties = {
    id: { type: 'string', format: 'uuid' },
    type: { type: 'string', enum: STATE_TYPES },
    name: text,
    timestamp: { type: 'string', format: 'date-time' },
    message: text,
    data: {},
    state_details: { type: 'object', properties: details },
  };
  return { type: 'object', required: ['type'], properties };
}

function compile(options) {
  const ajv = new Ajv(options);
  addFormats.default(ajv);
  return ajv.compile(schemaOf(asNullable));
}

/** Says whether a wire object is a state; stops at the first fault. */
export const ajvCheck = compile({});

/** The same, but goes on after a fault; the faults are in its `errors`. */
export const ajvCheckAll = compile({ allErrors: true });

/** Writes a wire object by generated code. */
export const fastStringify = fastJsonStringify(schemaOf(asUnion));

/** Writes a wire object by fast-json-stringify's way for newer engines. */
export const fastStringifyNative = fastJsonStringify(schemaOf(asNullable), { objectMechanism: 'native' });
