import { isObject } from '../fields/index.js';
import { lookAt, pythonRepr } from '../values/index.js';
import { DataDocument, isDataDocument } from './data-document.js';
import {
  type BaseResult,
  isResult,
  LiteralResult,
  PersistedResult,
  UnknownResult,
  UnpersistedResult,
} from './result.js';

const READERS = new Map<string, (data: unknown) => BaseResult | undefined>([
  ['literal', (data: unknown) => LiteralResult.safeParse(data).data],
  ['reference', (data: unknown) => PersistedResult.safeParse(data).data],
  ['unknown', (data: unknown) => UnknownResult.safeParse(data).data],
  ['unpersisted', (data: unknown) => UnpersistedResult.safeParse(data).data],
]);

/**
 * Sees what the `data` of a state is: a result, a data document, or the value itself. What looks like a result but has a
 * name too many, or a wrong value, is a value.
 *
 * @source prefect 2.20.25, client/schemas/objects.py, `State.data: Union[BaseResult, DataDocument, Any]`
 */
export function readData(data: unknown): BaseResult | DataDocument | { readonly value: unknown } {
  if (isDataDocument(data)) return data;
  return readResult(data) ?? lookAt(() => readDocument(data), null) ?? { value: data };
}

/** The result that a wire object describes, or null. */
export function readResult(data: unknown): BaseResult | null {
  return lookAt(() => resultIn(data), null);
}

function resultIn(data: unknown): BaseResult | null {
  if (isResult(data)) return data;
  if (!isObject(data) || !('type' in data) || typeof data.type !== 'string') return null;
  return READERS.get(data.type)?.(data) ?? null;
}

function readDocument(data: unknown): DataDocument | null {
  if (!isObject(data) || !('encoding' in data) || !('blob' in data)) return null;
  return DataDocument.safeParse(data).data ?? null;
}

/** Shows data as `repr` does: a document by its content, unless that cannot be read here. */
export function reprOfData(data: unknown): string {
  if (!isDataDocument(data)) return pythonRepr(data);
  try {
    return pythonRepr(data.decode());
  } catch {
    return data.repr();
  }
}
