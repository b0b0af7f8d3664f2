import { HttpException, PayloadTooLargeException } from '@nestjs/common';
import { type IncomingMessage } from 'node:http';

/** `application/json`, or `application/` and a name that ends with `+json`, whatever its parameters. */
const JSON_TYPE = /^\s*application\/(?:[^\s;,]*\+)?json\s*(?:;|$)/i;

/** As nginx calls it: HTTP has no status for it. */
export const CLIENT_CLOSED_REQUEST = 499;

/**
 * Whether a body is JSON by its content type. A body without one is.
 *
 * @source fastapi, routing.py, `get_request_handler`
 */
export function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === '' || JSON_TYPE.test(contentType);
}

/** Thrown when the client goes away before all of its request has come; the answer is not read. */
export class ClientGoneException extends HttpException {
  constructor() {
    super('Client closed the request', CLIENT_CLOSED_REQUEST);
  }
}

/**
 * Reads the bytes of a request's body. One that is too long is read to its end all the same, though not kept: who is still
 * sending hears no answer.
 *
 * @throws `PayloadTooLargeException` for more bytes than the limit
 * @throws {@link ClientGoneException} when the connection ends before
 */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    throw new ClientGoneException();
  }
  if (size > limit) throw new PayloadTooLargeException('Request body is too large.');
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** Reads a body that is no JSON: to the routes, which take JSON, it is one text. */
export async function readText(request: IncomingMessage, limit: number): Promise<string> {
  const bytes = await readBytes(request, limit);
  return bytes.length === 0 ? '' : JSON.stringify(bytes.toString());
}
