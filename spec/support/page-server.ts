/* What stands between the page and the backend: it notes what the page asks, and can be away. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Hands on every request to a backend, as it is. */
export class PageServer {
  /** The requests so far, as `POST /api/flow_runs/filter`. */
  readonly asked: string[] = [];
  readonly #target: string;
  #server: Server | null = null;
  #port = 0;

  /** @param target - where the backend is, without `/api` */
  constructor(target: string) {
    this.#target = target;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; the second time on the port of the first. */
  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(502).end(String(error));
      });
    });
    // it closes no connection by itself: a spec that was busy meanwhile would not see it, and ask again on it
    this.#server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    this.asked.push(`${method} ${url}`);
    const body = await textOf(request);
    const { 'content-type': type = 'application/json', 'if-none-match': known } = request.headers;
    const headers = { 'content-type': type, ...(known === undefined ? {} : { 'if-none-match': known }) };
    const real = await fetch(this.#target + url, { method, headers, ...(method === 'POST' ? { body } : {}) });
    const bytes = Buffer.from(await real.arrayBuffer());
    // what is about this one connection stays out of the next
    const kept = [...real.headers].filter(
      ([name]) => !/^(content-encoding|transfer-encoding|connection|keep-alive)$/.test(name),
    );
    response.writeHead(real.status, Object.fromEntries(kept)).end(bytes);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
