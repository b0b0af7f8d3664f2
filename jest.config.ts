/** @jest-config-loader esbuild-register */
import { type Config } from 'jest';
import { availableParallelism } from 'node:os';

export type Project = Exclude<NonNullable<Config['projects']>[number], string>;

export const shared: Project = {
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
const ONCE = [
  'api',
  'client',
  'persistence',
  'nest',
  'server',
  'live',
  'house',
  'package',
  'docs',
  'built',
  'exports',
].map((room) => `<rootDir>/spec/${room}[/.]`);

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
  ],
};

export default config;
