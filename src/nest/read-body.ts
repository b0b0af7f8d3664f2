import { BadRequestException } from '@nestjs/common';

import { decodeUtf8, describeJsonFault, isBytes, parseJsonText } from '../inner.js';
import { type RequestPart } from './request-part.js';

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
  const text = typeof body === 'string' ? body : decode(body);
  const read = parseJsonText(text);
  if ('value' in read) return isTooDeep(text, read.value) ? refuse() : read.value;
  const { fault } = read;
  const msg = describeJsonFault(fault);
  throw part().fault({ code: 'body', fault, msg, text }, text, { loc: [fault.pos], given: {} });
}

/** @source fastapi, routing.py: bytes that are no text are a bad request, not an invalid one; a mark of their order is none of it */
function decode(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes) ?? refuse();
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The most levels of lists and objects in one another; the reference's reader ends about there, and databases do. */
const MAX_DEPTH = 1000;

function isTooDeep(text: string, value: unknown): boolean {
  // a level takes two characters
  return text.length > 2 * MAX_DEPTH && isDeeper(value, MAX_DEPTH);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function refuse(): never {
  throw new BadRequestException('There was an error parsing the body');
}
