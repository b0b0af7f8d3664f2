/* Every code example of the README, the docs and the comments runs, against the built package, as a user would run it. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

import * as api from '../src/index.js';
import { temporaryFolder } from './support/database.js';
import { checked, commentExamples, countChecks, type Example, markdownExamples } from './support/examples.js';
import { type RunningServer, startServer } from './support/server.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
// inside the package, so that it may import itself by its name
const FOLDER = `${ROOT}.examples/`;

const PRELUDE = `
import { isDeepStrictEqual as __same, inspect as __show } from 'node:util';
const __equal = (actual, expected) => {
  if (!__same(actual, expected)) throw new Error('gives ' + __show(actual) + ', not ' + __show(expected));
};
const __throws = async (act, text) => {
  const message = await act().then((value) => 'nothing, but gives ' + __show(value), (error) => error.message);
  if (!message.includes(text)) throw new Error('throws ' + message + ', not ' + text);
};
`;

/** What an example of a comment uses without importing it. */
function importsFor(code: string): string {
  const used = Object.keys(api).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const luxon = /\bDateTime\b/.test(code) ? "import { DateTime } from 'luxon';\n" : '';
  return `import { ${used.join(', ')} } from 'prefect-states';\n${luxon}`;
}

async function run(name: string, { place, code }: Example, imports: string): Promise<void> {
  const { code: program } = transformSync(PRELUDE + imports + checked(code), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
  });
  const file = `${FOLDER}${name}.mjs`;
  writeFileSync(file, program);
  const env = { ...process.env, PREFECT_API_URL: server.url };
  await promisify(execFile)(process.execPath, [file], { cwd: FOLDER, env }).catch((error: unknown) => {
    throw new Error(`${place}: ${(error as { stderr: string }).stderr}`);
  });
}

const folder = temporaryFolder();
let server: RunningServer;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  server = await startServer(folder);
});
afterAll(async () => {
  rmSync(FOLDER, { recursive: true });
  await server.stop();
});

describe('the examples of the README and the docs', () => {
  const examples = markdownExamples();

  it('are many, and say what they give', () => {
    expect(examples.length).toBeGreaterThan(15);
    expect(examples.map(({ code }) => countChecks(code)).reduce((sum, count) => sum + count)).toBeGreaterThan(50);
  });

  it.each(examples.map((example, i) => [example.place, example, i] as const))('%s runs', async (_place, example, i) => {
    await run(`page-${i}`, example, '');
  });
});

describe('the examples of the comments', () => {
  const examples = commentExamples().filter(({ code }) => countChecks(code) > 0);

  it('are several', () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  it.each(examples.map((example, i) => [example.place, example, i] as const))('%s runs', async (_place, example, i) => {
    await run(`comment-${i}`, example, importsFor(example.code));
  });
});
