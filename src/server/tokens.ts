/** The token of the settings, for injection. */
export const CONFIG = Symbol('prefect-states.config');
