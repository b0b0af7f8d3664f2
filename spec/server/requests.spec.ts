/* What the backend writes of each request. */
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';

import { Requests } from '../../src/server/requests.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';
import { createFlowRuns } from '../support/writers.js';

interface Line {
  readonly level: string;
  readonly context: string;
  readonly message: string;
  readonly requestId?: string;
  readonly millis?: number;
}

/** The lines of a part of the server, as soon as there are so many. */
async function linesOf(server: RunningServer, context: string, count: number, requestId?: string): Promise<Line[]> {
  for (let i = 0; ; i += 1) {
    const lines = server.output().trim().split('\n');
    const found = lines
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line.context === context && (requestId === undefined || line.requestId === requestId));
    if (found.length >= count || i === 100) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(ENGINES)('what the backend on %s writes of a request', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
  beforeAll(async () => {
    const env = { LOG_LEVEL: 'debug', ACCESS_LOG: 'on', DATABASE_URL: await create() };
    server = await startServer(folder, env);
  });
  afterAll(() => server.stop());

  it('tells a client that went away in mid-body apart from a database that cannot be used', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: gone\r\nContent-Length: 99\r\n\r\n{"na',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.destroy();
    const lines = await linesOf(server, 'Errors', 1);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'debug', message: 'Client closed the request', requestId: 'gone' }),
    ]);
    expect(server.output()).not.toContain('The database cannot be used');
    expect(await linesOf(server, 'Access', 1)).toEqual([
      expect.objectContaining({ message: 'POST /api/flows 499', requestId: 'gone' }),
    ]);
  });

  it('names the constraint that refused a row and the place in our own code, and calls it no error', async () => {
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const before = (await linesOf(server, 'Errors', 0)).length;
    const answers = [
      await send(`${server.url}/flow_runs/`, post({ flow_id: randomUUID() })),
      await send(`${server.url}/flow_runs/${runId}`, { method: 'PATCH', body: '{"name":null}' }),
    ];
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.length).toBeGreaterThan(0);
    const lines = (await linesOf(server, 'Errors', before + refused.length)).slice(before);
    expect(lines.map(({ level }) => level)).toEqual(refused.map(() => 'log'));
    const constraint = engine === 'sqlite' ? '' : String.raw`\(fk_flow_run__flow_id__flow\) `;
    expect(lines[0]!.message).toMatch(
      new RegExp(
        String.raw`^A row was refused: QueryFailedError \w+ ${constraint}at (?:async )?insertRows .*src\/persistence\/tables\/rows\.ts:\d+`,
      ),
    );
    for (const { message } of lines) expect(message).not.toMatch(/QueryRunner|node_modules/);
    expect(lines.map(({ requestId }) => requestId)).toEqual(refused.map(({ headers }) => headers.get('x-request-id')));
  });

  it('answers each request with an id: the one that it came with, when it is short and fits a line', async () => {
    const idOf = async (given: string | null, path = '/admin/version'): Promise<string | null> =>
      (await send(server.url + path, { headers: given === null ? {} : { 'x-request-id': given } })).headers.get(
        'x-request-id',
      );
    expect(await idOf('7f3a:b-c.d_e')).toBe('7f3a:b-c.d_e');
    expect(await idOf('x'.repeat(128), '/nowhere')).toBe('x'.repeat(128));
    const own = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;
    for (const given of [null, '', 'x'.repeat(129), 'a b', 'a"b', 'é']) expect(await idOf(given)).toMatch(own);
    expect(await idOf(null)).not.toBe(await idOf(null));
  });

  it('logs each request when it is over, by its route, and nothing that was sent', async () => {
    const secret = 's3cr3t';
    const headers = { 'x-request-id': 'of-this-spec' };
    await send(`${server.url}/flow_runs/${secret}?${secret}`, { headers });
    await send(`${server.url}/${secret}`, { headers });
    await send(`${server.url}/admin/version`, {
      headers: { ...headers, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    });
    const lines = await linesOf(server, 'Access', 3, 'of-this-spec');
    expect(lines.map(({ message, level }) => [level, message])).toEqual([
      ['log', 'GET /api/flow_runs/:id 422'],
      ['log', 'GET unknown 404'],
      ['log', expect.stringMatching(/^GET \/api\/admin\/version (200|403)$/)],
    ]);
    for (const { millis } of lines) expect(millis).toBeGreaterThanOrEqual(0);
    expect(server.output()).not.toContain(secret);
  });
});

describe('what the backend writes of a request', () => {
  const folder = temporaryFolder();

  it('is nothing, unless that is asked for', async () => {
    const server = await startServer(folder);
    await send(`${server.url}/admin/version`);
    await server.stop();
    expect(server.output()).not.toContain('Access');
  });
});

describe('Requests.take()', () => {
  const requests = (): Requests => new Requests({ maxRequests: 1, accessLog: false });
  const exchange = (
    url = '/api/flows/',
  ): { request: FastifyRequest; reply: FastifyReply; response: ServerResponse } => {
    const raw = Object.assign(new IncomingMessage(new Socket()), { url });
    const response = new ServerResponse(raw);
    const reply = { raw: response, elapsedTime: 17, code: () => reply, header: () => reply, send: () => reply };
    const request = { id: 'of-this-spec', method: 'GET', raw, routeOptions: { url } };
    return { request: request as FastifyRequest, reply: reply as unknown as FastifyReply, response };
  };

  it('tells all who ask when a request is over, in their order, and adds one listener to an answer', () => {
    const of = requests();
    const { request, reply, response } = exchange();
    const told: unknown[] = [];
    for (const order of [1, 2, 3]) of.whenOver((ended) => told.push([order, ended]));
    expect(of.take(request, reply)).toBe(true);
    expect(response.listenerCount('close')).toBe(1);
    expect([of.inWork, told]).toEqual([1, []]);
    response.emit('close');
    const ended = { id: 'of-this-spec', method: 'GET', route: '/api/flows/', status: 499, millis: 17 };
    expect([of.inWork, told]).toEqual([0, [1, 2, 3].map((order) => [order, ended])]);
  });

  it('takes no more at once than it may, of those that are not asked how the server is', () => {
    const of = requests();
    const [first, second] = [exchange(), exchange()];
    const take = ({ request, reply }: ReturnType<typeof exchange>): boolean => of.take(request, reply);
    expect([take(first), take(second), take(exchange('/api/health')), of.inWork]).toEqual([true, false, true, 2]);
    first.response.emit('close');
    expect(take(second)).toBe(true);
  });
});
