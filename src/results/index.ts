export { DataDocument, type DataDocumentFields, type DataDocumentJson, isDataDocument } from './data-document.js';
export { readData, readResult, reprOfData } from './read-data.js';
export {
  BaseResult,
  isResult,
  LiteralResult,
  PersistedResult,
  type PersistedResultFields,
  type ResultReader,
  UnknownResult,
  UnpersistedResult,
} from './result.js';
