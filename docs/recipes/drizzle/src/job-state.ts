import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { State, type StateType } from 'prefect-states';
import { instant, stateDetails } from './columns.js';

/** States of jobs, a row each. The columns have the names of a state's fields. */
export const jobState = pgTable('job_state', {
  id: uuid().primaryKey(),
  jobId: uuid('job_id').notNull(),
  type: text().$type<StateType>().notNull(),
  name: text(),
  timestamp: instant().notNull(),
  message: text(),
  stateDetails: stateDetails('state_details').notNull(),
  data: jsonb(),
});

export function rowOf(jobId: string, state: State): typeof jobState.$inferInsert {
  const { id, type, name, timestamp, message, stateDetails, data } = state;
  return { id, jobId, type, name, timestamp, message, stateDetails, data };
}

export function stateOf(row: typeof jobState.$inferSelect): State {
  const { id, type, name, timestamp, message, stateDetails, data } = row;
  return new State({ id, type, name, timestamp, message, stateDetails, data });
}
