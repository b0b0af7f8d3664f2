import { PayloadTooLargeException } from '@nestjs/common';
import { type IncomingMessage } from 'node:http';

/**
 * Reads the bytes of a request's body. One that is too long is read to its end all the same, though not kept: who is still
 * sending hears no answer.
 *
 * @throws `PayloadTooLargeException` for more bytes than the limit
 */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', () => {
      if (size > limit) reject(new PayloadTooLargeException('Request body is too large.'));
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}
