/* What the `data` of a state of Prefect 2 holds of a result: a result, a data document, or the value itself. */
import { type DataDocument, isDataDocument, isResult, readData, type ResultReader } from '../results/index.js';
import { type Boxed, type ResultForms } from './read-result.js';

/** How an exception of a state is read. */
export interface ExceptionOptions {
  /** Fetches results that are references to storage. */
  readonly readResult?: ResultReader;
}

/** How a result of a state is read. */
export interface ResultOptions extends ExceptionOptions {
  /** Throws the exception of a failed, crashed or cancelled run; otherwise it is given as the result. @defaultValue true */
  readonly raiseOnFailure?: boolean;
}

/** Reads `data` of these forms. A document of an exception is not decoded. */
export function resultFormsFor({ readResult }: ExceptionOptions): ResultForms {
  const valueIn = async (given: unknown, readDocument: (document: DataDocument) => unknown): Promise<Boxed> => {
    const data = readData(given);
    if (isDataDocument(data)) return { value: readDocument(data) };
    return isResult(data) ? { value: await data.get(readResult) } : data;
  };
  return {
    valueIn: (data) => valueIn(data, (document) => document.decode()),
    failureIn: (data) => valueIn(data, (document) => document),
  };
}
