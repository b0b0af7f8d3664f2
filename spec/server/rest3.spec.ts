/*
 * Requests and events, good and bad, and what a real Prefect 3.8.8 server answers them: status and body, with ids and times
 * blanked. They stand in a script of Python that prints what is answered, one line each; it needs nothing else.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { startShared } from '../support/server.js';

type Row = readonly [name: string, status: unknown, body: unknown];

const FIXTURES = new URL('../fixtures/rest3/', import.meta.url);

const rowsOf = (text: string): Map<string, Row> =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
      .map((row) => [row[0], row]),
  );

const RECORDED = rowsOf(readFileSync(new URL('prefect-3.8.8.jsonl', FIXTURES), 'utf8'));
const SCRIPT = fileURLToPath(new URL('cases3.py', FIXTURES));

/** What clients look at of an answer: of a refusal, where it is; of any other error, its status. */
function lookedAt([, status, body]: Row): unknown {
  const { exception_detail: details } = (body ?? {}) as { exception_detail?: { loc: unknown[] }[] };
  if (status === 422 && details !== undefined)
    return [status, details.map(({ loc }) => JSON.stringify(loc.slice(0, 3))).sort()];
  return typeof status === 'number' && status >= 400 ? [status] : [status, body];
}

/** Answers that are others on purpose, each said in docs/differences.md. */
const OTHERWISE: Readonly<Record<string, unknown>> = { 'input bad key': [422, ['["body","key"]']] };

const hasPython = ((): boolean => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe.each(ENGINES)('the REST contract of Prefect 3.8.8 on %s', (engine) => {
  if (!hasPython) {
    it.skip('is not asked for: there is no python3', () => undefined);
    return;
  }
  const folder = temporaryFolder();
  const newDatabase = emptyDatabases(engine);

  it('is answered as by Prefect itself', async () => {
    const server = await startShared(folder, { DATABASE_URL: await newDatabase() });
    const url = server.url.replace(/\/api$/, '/v3/api');
    const { stdout } = await promisify(execFile)('python3', [SCRIPT, url]);
    await server.stop();
    const expected = [...RECORDED].map(([name, row]) => [name, OTHERWISE[name] ?? lookedAt(row)]);
    expect([...rowsOf(stdout)].map(([name, row]) => [name, lookedAt(row)])).toEqual(expected);
  }, 120_000);
});
