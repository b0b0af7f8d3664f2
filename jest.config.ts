/** @jest-config-loader esbuild-register */
import { type Config } from 'jest';
import { availableParallelism } from 'node:os';

type Project = Exclude<NonNullable<Config['projects']>[number], string>;

const shared: Project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^prefect-states$': '<rootDir>/src/index.ts' },
  // types are checked by `npm run types`
  transform: {
    '\\.standard\\.ts$': '<rootDir>/spec/support/standard.mjs',
    '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }],
  },
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
};

// the rooms above the domain, and what is about the package as a whole, need no second run
const ONCE = ['persistence', 'nest', 'server', 'live', 'house', 'package', 'docs', 'built', 'exports'].map(
  (room) => `<rootDir>/spec/${room}[/.]`,
);

// what is about models: run once more with their classes, the package's own too, by the other standard of decorators
const MODELS = ['codec', 'fields', 'model', 'results', 'states', 'v3'].map(
  (room) => `<rootDir>/spec/${room}/**/*.spec.ts`,
);
const byStandardDecorators: Project = {
  ...shared,
  transform: { '^.+\\.ts$': '<rootDir>/spec/support/as-standard.mjs' },
  testMatch: MODELS,
  testPathIgnorePatterns: ['/node_modules/', '\\.legacy\\.spec\\.ts$'],
};

const config: Config = {
  reporters: ['default', '<rootDir>/spec/support/skipped.mjs'],
  testSequencer: '<rootDir>/spec/support/longest-first.mjs',
  globalSetup: '<rootDir>/spec/support/postgres.ts',
  globalTeardown: '<rootDir>/spec/support/unshare.mjs',
  // some start servers: on a busy machine that takes its time
  testTimeout: 60_000,
  // most of the time of those that start servers is waiting: as many as there are cores leave them idle
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  projects: [
    { ...shared, displayName: 'compiled' },
    {
      ...shared,
      displayName: 'interpreted',
      setupFiles: ['<rootDir>/spec/support/interpret.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...ONCE],
    },
    { ...byStandardDecorators, displayName: 'standard' },
    {
      ...byStandardDecorators,
      displayName: 'standard, interpreted',
      setupFiles: ['<rootDir>/spec/support/interpret.ts'],
    },
  ],
};

export default config;
