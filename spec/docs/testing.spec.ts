/* The specs of docs/testing.md run by Jest, as a user would set it up: as modules, and as CommonJS. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import '../support/built.js';
import { temporaryFolder } from '../support/database.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');
const blocks = [...page.matchAll(/^```(?:ts|js|json) (\S+)\n([\s\S]*?)^```/gm)].map(
  ([, name, text]) => [name!, text!] as const,
);

/** Makes the page's project, with the files of one set-up; the package is no link, as an installed one is none. */
function makeProject(folder: string, setUp: string, type: string): void {
  mkdirSync(join(folder, 'node_modules/prefect-states'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const part of ['dist', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, 'node_modules/prefect-states', part), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
  for (const [name, text] of blocks) {
    const path = name.replace(`${setUp}/`, '');
    if (!path.startsWith('src/') && path === name) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe('docs/testing.md', () => {
  const folder = temporaryFolder();

  it('has four specs and two set-ups', () => {
    expect(blocks.map(([name]) => name)).toEqual([
      'src/job.ts',
      'src/job.spec.ts',
      'modules/jest.config.mjs',
      'modules/tsconfig.json',
      'commonjs/jest.config.cjs',
      'commonjs/tsconfig.json',
      'src/clock.spec.ts',
      'src/comparing.spec.ts',
      'src/copies.spec.ts',
    ]);
  });

  it.each([
    ['modules', 'module', ['--experimental-vm-modules'], [], 5],
    // which has no `import()`
    ['commonjs', 'commonjs', [], ['--testPathIgnorePatterns', 'copies'], 4],
  ] as const)(
    'is so by Jest as %s',
    async (setUp, type, flags, left, passed) => {
      const cwd = join(folder, setUp);
      makeProject(cwd, setUp, type);
      const args = [...flags, 'node_modules/jest/bin/jest.js', '--ci', ...left];
      const { stderr } = await promisify(execFile)(process.execPath, args, { cwd }).catch((error: unknown) => {
        throw new Error((error as { readonly stderr: string }).stderr);
      });
      expect(stderr).toMatch(new RegExp(`^Tests: +${passed} passed, ${passed} total$`, 'm'));
    },
    300_000,
  );
});
