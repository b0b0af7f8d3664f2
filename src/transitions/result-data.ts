/* What rules ask of the data of a state. */
import { isObject } from '../fields/index.js';

/** Whether data is none, or what counts as none. @internal */
export function isEmpty(data: unknown): boolean {
  // what is false in Python
  return !data || (typeof data === 'object' && Object.keys(data).length === 0);
}

function typeOfResult(data: unknown): unknown {
  return typeof data === 'object' && data !== null ? (data as { readonly type?: unknown }).type : undefined;
}

/** Whether a state's data says that there is a result, which is kept nowhere. @internal */
export function isUnpersisted(data: unknown): boolean {
  return typeOfResult(data) === 'unpersisted';
}

/** Whether a state's data holds a result that is still there when the run's process has gone. @internal */
export function isPersisted(data: unknown): boolean {
  return !isEmpty(data) && !isUnpersisted(data);
}

/** Whether a state's data is, to Prefect 3, a result that is still there when the run's process has gone. @internal */
export function isResult3(data: unknown): boolean {
  return isObject(data) && !isUnpersisted(data);
}

/** Whether a state's data holds such a result. @internal */
export function isPersisted3(data: unknown): boolean {
  return !isEmpty(data) && isResult3(data);
}

/** Whether a state's data says where a result is stored. @internal */
export function isReference(data: unknown): boolean {
  return typeOfResult(data) === 'reference';
}
