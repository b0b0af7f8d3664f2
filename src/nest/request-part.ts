import { type ArgumentMetadata } from '@nestjs/common';

import { type Issue, type IssueDetail, PrefectBaseModel } from '../index.js';
import { type CodedFault, said, wireFor, withoutRoot } from '../inner.js';
import { InvalidRequestException } from './invalid-request.js';

const NAMES = { body: 'body', param: 'path', query: 'query', custom: 'body' } as const;

type Place = readonly (string | number)[];

/** The part of a request that a pipe is given: the body, the path or the query, or what has a name there. */
export class RequestPart {
  readonly #loc: readonly string[];
  readonly #model: object;

  /** @param model - the class in whose wire's words faults are told */
  constructor({ type, data }: ArgumentMetadata, model: object = PrefectBaseModel) {
    this.#loc = data === undefined ? [NAMES[type]] : [NAMES[type], data];
    this.#model = model;
  }

  /**
   * Makes the exception for a part that is wrong.
   *
   * @param issues - what is wrong; each `loc` begins in the part
   * @param value - what was sent as this part
   * @param given - where the places of the issues are looked up, when it is not what was sent
   */
  refusal(issues: readonly Issue[], value: unknown, given = value): InvalidRequestException {
    const isBody = this.#loc.length === 1 && this.#loc[0] === 'body';
    const details = detailsOf(this.#model, this.#loc, issues, given);
    return new InvalidRequestException(details, isBody ? (value ?? null) : undefined);
  }

  /** Makes the exception for a fault of the part as a whole, or of a place in it. */
  fault(fault: CodedFault, value: unknown, { loc = [], given = value }: FaultPlace = {}): InvalidRequestException {
    return this.refusal([{ loc, ...said(this.#model, fault) }], value, given);
  }
}

interface FaultPlace {
  readonly loc?: Place;
  readonly given?: unknown;
}

/** The whole body, for a pipe that is called without Nest. */
export const BODY: ArgumentMetadata = { type: 'body' };

/**
 * Issues as the body of a 422 has them: below a part of the request, with what was given where the class's wire tells it. An
 * issue of the whole value is one of the part.
 *
 * @param value - what the places are places of
 */
export function detailsOf(model: object, part: Place, issues: readonly Issue[], value: unknown): IssueDetail[] {
  const wire = wireFor(model);
  return below(part, issues).map((issue) => wire.detail(issue, givenAt(value, issue.loc.slice(part.length)) ?? null));
}

/** Puts issues below a place; an issue of the whole value is one of the place. */
export function below(place: Place, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, loc: [...place, ...withoutRoot(issue.loc)] }));
}

/** What stands at a place; where nothing does, what lacks it. */
function givenAt(value: unknown, place: Place): unknown {
  let given = value;
  for (const name of place) {
    if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return given;
    given = (given as Record<string | number, unknown>)[name];
  }
  return given;
}
