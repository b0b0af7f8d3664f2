import { customType } from 'drizzle-orm/pg-core';
import { type DateTime } from 'luxon';
import { formatDateTime, parseDateTime, StateDetails } from 'prefect-states';

/** An instant to the microsecond, in UTC when it is read. Drizzle's own `timestamp` by `Date` cuts it to milliseconds. */
export const instant = customType<{ data: DateTime; driverData: string }>({
  dataType: () => 'timestamp (6) with time zone',
  toDriver: (dateTime) => formatDateTime(dateTime),
  fromDriver: (text) => parseDateTime(text)!.toUTC(),
});

/** The details of a state, by their names on the wire. */
export const stateDetails = customType<{ data: StateDetails; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (details) => details.json(),
  fromDriver: (value) => StateDetails.parse(value),
});
