import { formatDateTime } from '../../../time/index.js';
import { type Wire } from '../wire.js';
import { reads } from './reads.js';
import { words } from './words.js';

/** What Prefect 2.20.25 says and reads, by pydantic 1. */
export const prefect2: Wire = {
  words,
  detail: (issue) => issue,
  reads,
  root: ['__root__'],
  refusesNullByKind: false,
  hasTestMode: true,
  sortsExtras: true,
  countsFilledIn: false,
  keepsUnset: false,
  comparesMadeDefaults: false,
  selectsStrictly: false,
  revealsSecrets: true,
  greatestInt: Infinity,
  schemas: {
    fieldTitle: () => undefined,
    tellsWritten: true,
    keepsPromises: false,
    namesNull: false,
    sharesEnums: false,
    hasConstants: false,
    anyValue: {},
  },
  dateText: formatDateTime,
};
