/* Deletes runs that ended before a time, while the backend serves: `npm run forget -- --before 2026-01-01T00:00:00Z`. */
import { parseArgs } from 'node:util';

import { parseDateTime } from '../index.js';
import { Database, Runs } from '../persistence/index.js';
import { readConfig } from './config.js';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { before: { type: 'string' } } });
  const before = parseDateTime(values.before ?? '');
  if (before === null) throw new Error('--before must be a time, such as 2026-01-01T00:00:00Z');
  const database = await Database.open(readConfig(process.env).databaseUrl);
  try {
    const runs = new Runs(database);
    let all = 0;
    for (let deleted = -1; deleted !== 0; all += deleted) deleted = await runs.deleteEnded(before);
    console.log(`${all} runs were deleted`);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(`Nothing more is deleted: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
