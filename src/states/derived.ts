/* What a state fills in that was not given. */
import { type Derived } from '../fields/index.js';
import { currentDateTime } from '../time/index.js';
import { StateDetails } from './state-details.js';
import { StateType } from './state-type.js';

/** Details that tell nothing. */
export function blankDetails(): StateDetails {
  return StateDetails.parse({});
}

/**
 * A state without a name is named after its type, such as `Running`.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `get_or_create_state_name`
 */
export const NAME_FROM_TYPE: Derived<string | null> = {
  from: ['type'],
  when: { name: null },
  by: (name: string | null, type: StateType) => name ?? type.charAt(0) + type.slice(1).toLowerCase(),
};

/**
 * A scheduled state without a time is scheduled for now. The details are the state's own at this point, never the
 * caller's.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `set_default_scheduled_time`
 */
export const SCHEDULED_NOW: Derived<StateDetails> = {
  from: ['type'],
  when: { type: StateType.SCHEDULED },
  by(details: StateDetails, type: StateType) {
    if (type === StateType.SCHEDULED) details.scheduledTime ??= currentDateTime();
    return details;
  },
};
