import { types } from '../fields/index.js';

/**
 * The types of states; each value is its wire text.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `StateType`
 */
export const StateType = {
  SCHEDULED: 'SCHEDULED',
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  CRASHED: 'CRASHED',
  PAUSED: 'PAUSED',
  CANCELLING: 'CANCELLING',
} as const;

/** The types of states as a kind, described in one place for all fields. */
export const stateType = types.enum(StateType, { title: 'StateType', description: 'Enumeration of state types.' });

/** One of the types of states. */
export type StateType = (typeof StateType)[keyof typeof StateType];

/** One of the types of states in which a run has ended. */
export type TerminalStateType = 'COMPLETED' | 'CANCELLED' | 'FAILED' | 'CRASHED';

/**
 * The types of states in which a run has ended.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `TERMINAL_STATES`
 */
export const TERMINAL_STATES: ReadonlySet<StateType> = new Set<TerminalStateType>([
  StateType.COMPLETED,
  StateType.CANCELLED,
  StateType.FAILED,
  StateType.CRASHED,
]);
