import { type ArgumentMetadata } from '@nestjs/common';

import { type Issue } from '../index.js';
import { withoutRoot } from '../inner.js';
import { InvalidRequestException } from './invalid-request.js';

const NAMES = { body: 'body', param: 'path', query: 'query', custom: 'body' } as const;

/** The part of a request that a pipe is given: the body, the path or the query, or what has a name there. */
export class RequestPart {
  readonly #loc: readonly string[];

  constructor({ type, data }: ArgumentMetadata) {
    this.#loc = data === undefined ? [NAMES[type]] : [NAMES[type], data];
  }

  /**
   * Makes the exception for a part that is wrong.
   *
   * @param issues - what is wrong; each `loc` begins in the part
   * @param value - what was sent as this part
   */
  refusal(issues: readonly Issue[], value: unknown): InvalidRequestException {
    const isBody = this.#loc.length === 1 && this.#loc[0] === 'body';
    return new InvalidRequestException(below(this.#loc, issues), isBody ? (value ?? null) : undefined);
  }
}

/** The whole body, for a pipe that is called without Nest. */
export const BODY: ArgumentMetadata = { type: 'body' };

/** What is wrong with a part that is not there. */
export const MISSING: Issue = { loc: [], msg: 'field required', type: 'value_error.missing' };

/** Puts issues below a part of the request; an issue of the whole value is one of the part. */
export function below(part: readonly (string | number)[], issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, loc: [...part, ...withoutRoot(issue.loc)] }));
}
