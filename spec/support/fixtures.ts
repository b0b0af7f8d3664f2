import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** The JSON values of a fixture, one a line. */
export function readLines<T>(path: string): T[] {
  const lines = readFileSync(FIXTURES + path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** A request to the reference and its answer; see the conformance vectors. */
export interface Vector {
  readonly op: string;
  readonly cls?: string;
  readonly input: unknown;
  readonly expect: { readonly ok?: unknown; readonly invalid?: readonly { loc: (string | number)[]; type: string }[] };
}

/** The folder of a contract: of Prefect 2's wire, or of Prefect 3's. */
export type Contract = 'conformance' | 'conformance3';

/** The conformance vectors of one operation. */
export function readVectors(op: string, contract: Contract = 'conformance'): Vector[] {
  return readLines(`${contract}/vectors/${op}.jsonl`);
}

interface Recording {
  readonly request: string;
  readonly response: unknown;
}

/** Every state that a real server answered. */
export function recordedStates(version: '2.20.25' | '3.8.8'): Record<string, unknown>[] {
  const recordings = readLines<Recording>(`recordings/prefect-${version}.jsonl`);
  return recordings.flatMap(({ response }) => response as Record<string, unknown>[]);
}
