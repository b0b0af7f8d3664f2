/* The two `RunStates` share a class, so that a class cannot be their token. */

/** Injects the `RunStates` of flow runs. */
export const FLOW_RUN_STATES = Symbol.for('prefect-states.flow-run-states');

/** Injects the `RunStates` of task runs. */
export const TASK_RUN_STATES = Symbol.for('prefect-states.task-run-states');

/** Injects the open database without its class, which would load TypeORM. @internal */
export const OPEN_DATABASE = Symbol.for('prefect-states.open-database');
