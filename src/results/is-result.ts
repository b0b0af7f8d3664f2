import { lookAt } from '../values/index.js';
import { type DataDocument } from './data-document.js';
import { type BaseResult } from './result.js';

/** Marks results, so that one copy of this package knows the other's. @internal */
export const RESULT = Symbol.for('prefect-states.result');

/** Marks data documents in the same way. @internal */
export const DOCUMENT = Symbol.for('prefect-states.data-document');

/** Whether a value is a result. */
export function isResult(value: unknown): value is BaseResult {
  return typeof value === 'object' && value !== null && lookAt(() => RESULT in value, false);
}

/** Whether a value is a data document. */
export function isDataDocument(value: unknown): value is DataDocument {
  return typeof value === 'object' && value !== null && lookAt(() => DOCUMENT in value, false);
}
