import { BadRequestException } from '@nestjs/common';

import { decodeUtf8, describeJsonFault, isBytes, parseJsonText } from '../inner.js';
import { type RequestPart } from './request-part.js';

/** The most levels of lists and objects in one another; the reference's reader ends about there, and databases do. */
const MAX_DEPTH = 1000;

/**
 * Reads the body of a request, or another part, unless a parser before has done so.
 *
 * @param part - makes that part, for a fault
 * @returns the value; undefined for a request without a body
 * @throws {@link InvalidRequestException} for what is not JSON, with its place
 * @throws `BadRequestException` for what is no UTF-8, or nested deeper than 1,000 levels
 */
export function readBody(body: unknown, part: () => RequestPart): unknown {
  if (typeof body !== 'string' && !isBytes(body)) return body;
  if (body.length === 0) return undefined;
  // as fastapi, routing.py: bytes that are no text are a bad request, not an invalid one
  let text = typeof body === 'string' ? body : (decodeUtf8(body) ?? refuse());
  // a mark of the order of bytes is none of their text
  if (text !== body && text.startsWith('\ufeff')) text = text.slice(1);
  const read = parseJsonText(text);
  if ('value' in read) {
    // a level takes two characters
    return text.length > 2 * MAX_DEPTH && isDeeper(read.value, MAX_DEPTH) ? refuse() : read.value;
  }
  const { fault } = read;
  const msg = describeJsonFault(fault);
  throw part().fault({ code: 'body', fault, msg, text }, text, { loc: [fault.pos], given: {} });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function refuse(): never {
  throw new BadRequestException('There was an error parsing the body');
}
