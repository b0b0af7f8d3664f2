import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('built.mjs check', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const run = (step: string): string =>
    spawnSync(process.execPath, [at('built.mjs'), step], { encoding: 'utf8' }).stderr;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'built-'));
    mkdirSync(at('src/server'), { recursive: true });
    copyFileSync(join(ROOT, 'built.mjs'), at('built.mjs'));
    for (const name of [
      'bundle.mjs',
      'package.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'src/index.ts',
      'src/server/main.ts',
    ])
      writeFileSync(at(name), name);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const build = (): void => {
    expect(run('begin') + run('end')).toBe('');
  };

  it('refuses where nothing was built, and where a build broke off', () => {
    expect(run('check')).toBe('dist is not built, or not whole: npm run build\n');
    build();
    run('begin');
    expect(run('check')).toBe('dist is not built, or not whole: npm run build\n');
  });

  it('takes what was built of what stands in src, whatever the times of the files', () => {
    build();
    utimesSync(at('src/server/main.ts'), new Date(), new Date());
    expect(run('check')).toBe('');
  });

  it.each<[string, () => void]>([
    [
      'changed',
      () => {
        writeFileSync(at('src/server/main.ts'), 'more');
      },
    ],
    [
      'added',
      () => {
        writeFileSync(at('src/server/new.ts'), '');
      },
    ],
    [
      'removed',
      () => {
        rmSync(at('src/server/main.ts'));
      },
    ],
    [
      'changed while it was built',
      () => {
        run('begin');
        writeFileSync(at('src/index.ts'), 'more');
        run('end');
      },
    ],
    [
      'of the build itself',
      () => {
        writeFileSync(at('bundle.mjs'), 'more');
      },
    ],
  ])('refuses when a file was %s', (_what, change) => {
    build();
    change();
    expect(run('check')).toBe('dist was built of other sources than those in src: npm run build\n');
  });
});

describe('specs that start dist', () => {
  const specs = readdirSync(join(ROOT, 'spec'), { recursive: true, encoding: 'utf8' });
  const texts = specs
    .filter((name) => name.endsWith('.ts') && !/^(?:built\.spec|support.built)\.ts$|node_modules/.test(name))
    .map((name) => [name, readFileSync(join(ROOT, 'spec', name), 'utf8')] as const);
  // another package may have a dist of its own
  const starters = texts.filter(([, text]) => /\bdist\//.test(text.replaceAll(/from '[^.'][^']*'/g, '')));

  it.each(starters)('%s asks whether it is built', (_name, text) => {
    expect(text).toMatch(/^import '.*\/built\.js';$/m);
  });
});
