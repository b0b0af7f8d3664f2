export { DataDocument, type DataDocumentFields, type DataDocumentJson } from './data-document.js';
export { isDataDocument, isResult } from './is-result.js';
export { readData, readResult, reprOfData } from './read-data.js';
export {
  BaseResult,
  LiteralResult,
  PersistedResult,
  type PersistedResultFields,
  type ResultReader,
  UnknownResult,
  UnpersistedResult,
} from './result.js';
