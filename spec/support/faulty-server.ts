/* A server that fails as servers do. Behind it stands another, or nothing. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What a request may come to. */
export type Fault =
  | { readonly kind: 'reset before' }
  | { readonly kind: 'reset in mid-answer' }
  | { readonly kind: 'cut JSON' }
  | { readonly kind: 'never ends' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly isDone?: boolean;
    };

/** A request, as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A running server that fails. */
export interface FaultyServer {
  readonly url: string;
  /** Every request so far. */
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
}

/**
 * Starts a server on a free port.
 *
 * @param target - the address of the API that answers what does not fail
 * @param faultOf - what a request comes to; null for the target's answer
 */
export async function startFaulty(target: string, faultOf: (asked: Asked) => Fault | null): Promise<FaultyServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const each = { method: request.method!, path: request.url!, headers: request.headers, body: await textOf(request) };
    asked.push(each);
    await fail(target, each, faultOf(each), response);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function fail(target: string, asked: Asked, fault: Fault | null, response: ServerResponse): Promise<void> {
  if (fault?.kind === 'reset before') {
    response.destroy();
    return;
  }
  if (fault?.kind === 'answer' && fault.isDone !== true) {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(fault.body ?? '');
    return;
  }
  const { status, text } = await forward(target, asked);
  const half = text.slice(0, text.length / 2);
  const head = (length: number): ServerResponse =>
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(status === 204 ? {} : { 'content-length': length }),
    });
  switch (fault?.kind) {
    case 'reset in mid-answer':
      head(text.length).write(half, () => response.destroy());
      break;
    case 'cut JSON':
      head(half.length).end(half);
      break;
    case 'never ends':
      head(text.length).write(half);
      break;
    case 'answer':
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(fault.body ?? '');
      break;
    default:
      head(Buffer.byteLength(text)).end(text);
  }
}

async function forward(target: string, { method, path, body }: Asked): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const response = await fetch(target + path, { method, headers, ...(body === '' ? {} : { body }) });
  return { status: response.status, text: await response.text() };
}
