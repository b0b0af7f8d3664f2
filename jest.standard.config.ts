/** @jest-config-loader esbuild-register */
/*
 * What is about models, run once more with every class, the package's own too, by the other standard of decorators:
 * `npm run test:standard`.
 */
import { type Config } from 'jest';

import config, { type Project, shared } from './jest.config.ts';

const MODELS = ['codec', 'fields', 'model', 'results', 'states', 'v3'].map(
  (room) => `<rootDir>/spec/${room}/**/*.spec.ts`,
);
const byStandardDecorators: Project = {
  ...shared,
  transform: { '^.+\\.ts$': '<rootDir>/spec/support/as-standard.mjs' },
  testMatch: MODELS,
  testPathIgnorePatterns: ['/node_modules/', '\\.legacy\\.spec\\.ts$'],
};

const standard: Config = {
  ...config,
  projects: [
    { ...byStandardDecorators, displayName: 'compiled' },
    {
      ...byStandardDecorators,
      displayName: 'interpreted',
      setupFiles: ['<rootDir>/spec/support/interpret.ts'],
    },
  ],
};

export default standard;
