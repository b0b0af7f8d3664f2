/* Random requests by the backend's OpenAPI document, where `SCHEMATHESIS_PYTHON` names a Python that has Schemathesis. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { startServer } from '../support/server.js';

const { SCHEMATHESIS_PYTHON: python = '' } = process.env;
const CONFIG = fileURLToPath(new URL('schemathesis.toml', import.meta.url));
const EXAMPLES = String(times(10, 300));

const title = 'the backend does what its OpenAPI document says, whatever is asked';

if (python === '') {
  it.skip(`${title}: SCHEMATHESIS_PYTHON names no Python with Schemathesis`, () => undefined);
} else {
  const folder = temporaryFolder();

  it(
    title,
    async () => {
      const server = await startServer(folder);
      const root = new URL('/', server.url).href.slice(0, -1);
      const program = ['-m', 'schemathesis.cli', '--config-file', CONFIG, '--no-color', 'run', `${root}/docs-json`];
      const told = await promisify(execFile)(python, [...program, '--url', root, '--max-examples', EXAMPLES], {
        cwd: folder,
        maxBuffer: 1 << 26,
      }).then(
        ({ stdout }) => stdout,
        (error: unknown) => {
          const { message, stdout } = error as Error & { readonly stdout: string };
          return `${stdout}\n${message}`;
        },
      );
      await server.stop();
      // of many faults the first few
      expect(/=+ (?:FAILURES|ERRORS) =+[^]{0,4000}/.exec(told)?.[0] ?? '').toBe('');
      expect(told).toMatch(/Tested: 35\n[^]*generated, \d+ passed/);
    },
    times(300_000, 1_800_000),
  );
}
