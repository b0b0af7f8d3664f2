// ts-jest for modules, and for CommonJS, as the consumer's package.json says
import { readFileSync } from 'node:fs';

const { type } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default {
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  extensionsToTreatAsEsm: type === 'module' ? ['.ts'] : [],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: type === 'module' }] },
};
