/** What a client of Prefect 3 says of a flow or a run, by names of its own. Prefect 2 has no labels: there they are null. */
export type Labels = Record<string, string | number | boolean>;
