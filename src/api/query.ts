/** In which orders runs are found. @source prefect 2.20.25, server/schemas/sorting.py, `FlowRunSort`, `TaskRunSort` */
export const RUN_ORDERS = [
  'ID_DESC',
  'START_TIME_ASC',
  'START_TIME_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
  'NAME_ASC',
  'NAME_DESC',
  'NEXT_SCHEDULED_START_TIME_ASC',
  'END_TIME_DESC',
] as const;

/** One of the orders in which runs are found. */
export type RunOrder = (typeof RUN_ORDERS)[number];

/** Which part of what was found is read. */
export interface RunPage {
  /** @defaultValue 'ID_DESC' */
  readonly sort?: RunOrder;
  /** The most runs to read. @defaultValue 200 */
  readonly limit?: number;
  /** How many are passed over. @defaultValue 0 */
  readonly offset?: number;
}
