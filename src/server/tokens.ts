/** Names the settings to whoever is given them. */
export const CONFIG = Symbol('prefect-states.config');
