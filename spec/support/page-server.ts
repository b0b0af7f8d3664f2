/*
 * The backend as its page sees it. Everything goes to the real backend; only where that has no route to list runs yet (404),
 * the list is made here, of what was made through here.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

interface KnownRun {
  readonly id: string;
  readonly flow_run_id?: string;
  readonly [name: string]: unknown;
}

/** Stands before a backend. */
export class PageServer {
  /** The requests of the page, as `POST /api/flow_runs/filter`. */
  readonly asked: string[] = [];
  readonly #target: string;
  readonly #known = { flow_runs: new Map<string, KnownRun>(), task_runs: new Map<string, KnownRun>() };
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
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const body = await textOf(request);
    this.asked.push(`${method} ${url}`);
    const headers = Object.fromEntries(
      ['content-type', 'if-none-match'].flatMap((name) => [[name, request.headers[name]]]).filter(([, value]) => value),
    ) as Record<string, string>;
    const real = await fetch(this.#target + url, { method, headers, ...(method === 'POST' ? { body } : {}) });
    const [, kind] = /^\/api\/(flow_runs|task_runs)\/filter$/.exec(url) ?? [];
    if (kind !== undefined && real.status === 404) {
      const listed = await this.#list(kind as 'flow_runs', JSON.parse(body) as Filter);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(listed));
      return;
    }
    const given = Buffer.from(await real.arrayBuffer());
    const [, made] = /^\/api\/(flow_runs|task_runs)\/$/.exec(url) ?? [];
    if (made !== undefined) {
      const run = JSON.parse(given.toString()) as KnownRun;
      this.#known[made as 'flow_runs'].set(run.id, run);
    }
    const kept = [...real.headers].filter(([name]) => !/^(content-encoding|transfer-encoding|connection)$/.test(name));
    response.writeHead(real.status, Object.fromEntries(kept)).end(given);
  }

  async #list(kind: 'flow_runs' | 'task_runs', { flow_runs: flowRuns, limit = 200 }: Filter): Promise<object[]> {
    const wanted = flowRuns?.id.any_;
    const runs = [...this.#known[kind].values()].reverse();
    const found = runs.filter((run) => wanted?.includes(run.flow_run_id ?? run.id) ?? true).slice(0, limit);
    return Promise.all(found.map(async (run) => ({ ...run, state: await this.#currentOf(kind.slice(0, -1), run.id) })));
  }

  async #currentOf(kind: string, id: string): Promise<unknown> {
    const history = await fetch(`${this.#target}/api/${kind}_states/?${kind}_id=${id}`);
    return ((await history.json()) as unknown[]).at(-1) ?? null;
  }
}

interface Filter {
  readonly flow_runs?: { readonly id: { readonly any_: readonly string[] } };
  readonly limit?: number;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
