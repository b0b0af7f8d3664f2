/* What rules ask about the data of a state. */
import { isObject } from '../fields/index.js';

/** Whether there is no data. @internal */
export function isEmpty(data: unknown): boolean {
  // as Python's truth test sees it: `[]` and `{}` are empty, too
  return !data || (typeof data === 'object' && Object.keys(data).length === 0);
}

function typeOfResult(data: unknown): unknown {
  return typeof data === 'object' && data !== null ? (data as { readonly type?: unknown }).type : undefined;
}

/** Whether a state's data says that the result was not stored. @internal */
export function isUnpersisted(data: unknown): boolean {
  return typeOfResult(data) === 'unpersisted';
}

/** Whether a state's data holds a result that outlives the run's process. @internal */
export function isPersisted(data: unknown): boolean {
  return !isEmpty(data) && !isUnpersisted(data);
}

/** Whether Prefect 3 takes a state's data for a result that outlives the run's process. @internal */
export function isResult3(data: unknown): boolean {
  return isObject(data) && !isUnpersisted(data);
}

/** As {@link isResult3}, and not empty. @internal */
export function isPersisted3(data: unknown): boolean {
  return !isEmpty(data) && isResult3(data);
}

/** Whether a state's data says where a result is stored. @internal */
export function isReference(data: unknown): boolean {
  return typeOfResult(data) === 'reference';
}
