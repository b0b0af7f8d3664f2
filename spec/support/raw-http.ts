/* Requests with headers that `fetch` does not let one set. */
import { request } from 'node:http';

import { type Answer } from './http.js';

interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request just so, by a connection of its own. */
export function sendRaw(url: string, { method = 'GET', headers = {}, body }: RawRequest = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // said, since Node says it of some methods only
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method, headers: { ...length, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const type = response.headers['content-type'] ?? '';
        resolve({
          status: response.statusCode!,
          text,
          body: type.includes('json') && text !== '' ? (JSON.parse(text) as unknown) : text,
          headers: new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
        });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
