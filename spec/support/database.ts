import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database } from '../../src/persistence/index.js';

/** A folder that is gone after the spec. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-states-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A database of its own for each spec, closed after it. */
export function freshDatabase(): { readonly current: () => Database; readonly url: () => string } {
  const folder = temporaryFolder();
  let database: Database | null = null;
  let count = 0;
  const url = (): string => `sqlite:${join(folder, `${count}.db`)}`;
  beforeEach(async () => {
    count += 1;
    database = await Database.open(url());
  });
  afterEach(async () => {
    await database?.close();
    database = null;
  });
  return { current: () => database!, url };
}
