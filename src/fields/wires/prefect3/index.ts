import { formatDateTimeZ } from '../../../time/index.js';
import { type Wire } from '../wire.js';
import { GREATEST_INT, reads } from './reads.js';
import { schemas } from './schemas.js';
import { detail, words } from './words.js';

/** What Prefect 3.8.8 says and reads, by pydantic 2. */
export const prefect3: Wire = {
  words,
  detail,
  reads,
  root: [],
  refusesNullByKind: true,
  hasTestMode: false,
  sortsExtras: false,
  countsFilledIn: true,
  keepsUnset: true,
  comparesMadeDefaults: true,
  selectsStrictly: true,
  revealsSecrets: false,
  greatestInt: GREATEST_INT,
  schemas,
  dateText: formatDateTimeZ,
};
