/* Every code example of the README, the docs and the comments runs, against the built package, as a user would run it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

import * as api from '../src/index.js';
import * as v3 from '../src/v3/index.js';
import { temporaryFolder } from './support/database.js';
import { checked, commentExamples, countChecks, type Example, markdownExamples } from './support/examples.js';
import { startShared } from './support/server.js';

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

/** What an example of a comment uses without importing it: of the entry that its file belongs to, else of the other. */
function importsFor({ place, code }: Example): string {
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);
  const luxon = used('DateTime') ? "import { DateTime } from 'luxon';\n" : '';
  const entries = [
    { from: 'prefect-states', names: Object.keys(api).filter(used) },
    { from: 'prefect-states/v3', names: Object.keys(v3).filter(used) },
  ];
  if (place.startsWith('src/v3/')) entries.reverse();
  const [first, second] = entries as [(typeof entries)[0], (typeof entries)[0]];
  const others = second.names.filter((name) => !first.names.includes(name));
  return `import { ${first.names.join(', ')} } from '${first.from}';
import { ${others.join(', ')} } from '${second.from}';\n${luxon}`;
}

/** What became of each example, by the name of its file: `well`, or what went wrong. */
let outcomes: Readonly<Record<string, string>> = {};

/** Runs files one after another in one process: most of the time of a process is its start. */
const RUNNER = `
const outcomes = {};
for (const name of process.argv.slice(2)) {
  outcomes[name] = await import('./' + name).then(() => 'well', (error) => String(error?.stack ?? error));
}
process.stdout.write('\\n' + JSON.stringify(outcomes));
`;

function write(name: string, { code }: Example, imports: string): void {
  const { code: program } = transformSync(PRELUDE + imports + checked(code), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
  });
  writeFileSync(FOLDER + name, program);
}

const pages = markdownExamples();
const comments = commentExamples().filter(({ code }) => countChecks(code) > 0);
const folder = temporaryFolder();

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  pages.forEach((example, i) => {
    write(`page-${i}.mjs`, example, '');
  });
  comments.forEach((example, i) => {
    write(`comment-${i}.mjs`, example, importsFor(example));
  });
  const names = readdirSync(FOLDER);
  writeFileSync(`${FOLDER}run.mjs`, RUNNER);
  const server = await startShared(folder);
  const env = { ...process.env, PREFECT_API_URL: server.url };
  const { stdout } = await promisify(execFile)(process.execPath, ['run.mjs', ...names], { cwd: FOLDER, env });
  outcomes = JSON.parse(stdout.split('\n').at(-1)!) as Record<string, string>;
  await server.stop();
});
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

describe('the examples of the README and the docs', () => {
  it('are many, and say what they give', () => {
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.map(({ code }) => countChecks(code)).reduce((sum, count) => sum + count)).toBeGreaterThan(50);
  });

  it.each(pages.map(({ place }, i) => [place, i] as const))('%s runs', (_place, i) => {
    expect(outcomes[`page-${i}.mjs`]).toBe('well');
  });
});

describe('the examples of the comments', () => {
  it('are several', () => {
    expect(comments.length).toBeGreaterThan(8);
  });

  it.each(comments.map(({ place }, i) => [place, i] as const))('%s runs', (_place, i) => {
    expect(outcomes[`comment-${i}.mjs`]).toBe('well');
  });
});
