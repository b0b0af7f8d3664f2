/* A state for arktype: every field checked, nothing made of it. */
import { type } from 'arktype';

import { STATE_TYPES } from './state-types.mjs';

const uuid = 'string.uuid | null';
const date = 'string.date.iso | null';

/** The type; `allows` checks, a call gives the value or all problems. */
export const arktypeState = type({
  'id?': 'string.uuid',
  type: type.enumerated(...STATE_TYPES),
  'name?': 'string | null',
  'timestamp?': 'string.date.iso',
  'message?': 'string | null',
  'data?': 'unknown',
  'state_details?': {
    'flow_run_id?': uuid,
    'task_run_id?': uuid,
    'child_flow_run_id?': uuid,
    'scheduled_time?': date,
    'cache_key?': 'string | null',
    'cache_expiration?': date,
    'untrackable_result?': 'boolean',
    'pause_timeout?': date,
    'pause_reschedule?': 'boolean',
    'pause_key?': 'string | null',
    'run_input_keyset?': 'Record<string, string> | null',
    'refresh_cache?': 'boolean | null',
    'retriable?': 'boolean | null',
    'transition_id?': uuid,
    'task_parameters_id?': uuid,
  },
});
