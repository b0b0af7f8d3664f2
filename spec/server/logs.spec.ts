/* What the backend writes to standard output and error: lines for programs, with nothing in them of what was sent. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { jest } from '@jest/globals';

import { createLogger, nameAndPlace } from '../../src/server/logs.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { freePort } from '../support/postgres.js';
import { type RunningServer, startServer } from '../support/server.js';
import { createFlowRuns } from '../support/writers.js';
import '../support/built.js';

const SECRET = 's3cr3t';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly context?: string;
}

/** Every line, none of which may be anything else. */
function linesOf(server: RunningServer): Line[] {
  return server
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe.each(ENGINES)('what the backend on %s writes', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;

  beforeAll(async () => {
    // the password of the Postgres of the specs is the same
    server = await startServer(folder, { DATABASE_URL: await create() });
  });
  afterAll(() => server.stop());

  it('is JSON, line by line, and holds nothing of what was sent, good or bad', async () => {
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const path = `${server.url}/flow_runs/${runId}/set_state`;
    const state = (more: object): object => ({ state: { type: 'RUNNING', ...more }, force: true });
    const data = { type: 'literal', value: { password: SECRET } };
    const bodies: [number, string, string][] = [
      [201, path, JSON.stringify(state({ message: SECRET, name: SECRET, data, state_details: { cache_key: SECRET } }))],
      [422, path, JSON.stringify(state({ type: SECRET }))],
      [422, path, JSON.stringify(state({ [SECRET]: 1 }))],
      [422, path, JSON.stringify(state({ message: `${SECRET}\ud800`, data }))],
      [422, path, `{"state": {"message": "${SECRET}`],
      [413, path, JSON.stringify(state({ message: SECRET.repeat(200_000) }))],
      [404, `${server.url}/${SECRET}`, JSON.stringify({ [SECRET]: SECRET })],
      // the database itself refuses it, and its error quotes what it was given
      [409, `${server.url}/flow_runs/`, JSON.stringify({ flow_id: randomUUID(), parameters: { secret: SECRET } })],
    ];
    for (const [status, url, body] of bodies) {
      const answer = await send(url, { method: 'POST', body });
      expect([body.slice(0, 99), answer.status]).toEqual([body.slice(0, 99), status]);
      // no stack either, in an answer or in a line
      expect(answer.text).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
    }
    const lines = linesOf(server);
    for (const line of lines) {
      expect(line).toEqual(
        expect.objectContaining({ level: expect.any(String) as unknown, timestamp: expect.any(Number) as unknown }),
      );
      expect(line).not.toHaveProperty('stack');
      expect(line.message).not.toContain('\n');
    }
    expect(server.output()).not.toContain(SECRET);
    const { message } = lines.find(({ context }) => context === 'Errors')!;
    expect(message).toMatch(/^A row was refused: QueryFailedError (SQLITE_CONSTRAINT_\w+|23503 \(\w+\)) at /);
  });
});

describe('what the backend writes', () => {
  const folder = temporaryFolder();

  it('is JSON also when Node would write in a form of its own', async () => {
    // as soon as it listens
    const program = `
      import { Server } from 'node:net';
      const { listen } = Server.prototype;
      Server.prototype.listen = function (...args) {
        const act = () => { process.emitWarning('old'); setTimeout(() => { throw new TypeError('${SECRET}') }, 200) };
        this.once('listening', () => setTimeout(act, 200));
        return listen.apply(this, args);
      };`;
    const file = join(folder, 'before.mjs');
    writeFileSync(file, program);
    const NODE_OPTIONS = `--import=${pathToFileURL(file).href}`;
    const server = await startServer(folder, { NODE_OPTIONS });
    // a signal that nobody sends: it ends by itself
    expect(await server.stop('SIGWINCH')).toBe(1);
    const lines = linesOf(server);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'Warning: old' }));
    expect(lines.at(-1)).toMatchObject({
      level: 'fatal',
      message: expect.stringMatching(/^Uncaught TypeError at /) as unknown,
    });
    expect(server.output()).not.toContain(SECRET);
  });

  it('is text when that is asked for', async () => {
    const server = await startServer(folder, { LOG_FORMAT: 'text' });
    await server.stop();
    expect(server.output()).toMatch(/^\[Nest\] \d+ .* LOG \[Server\] Listening on /m);
  });

  it.each(['json', 'text'])(
    'begins with the address, as %s, and says no more of a start than what is needed',
    async (form) => {
      const server = await startServer(folder, { LOG_FORMAT: form });
      // the last line of a start
      while (!server.output().includes('/v3/api')) await setTimeout(10);
      const lines = server.output().trim().split('\n');
      await server.stop();
      expect(lines[0]).toContain(`Listening on ${server.url}`);
      expect(lines).toHaveLength(3);
    },
  );

  it('tells how Nest starts at the level debug', async () => {
    const server = await startServer(folder, { LOG_LEVEL: 'debug' });
    await server.stop();
    const routes = linesOf(server).filter(({ message }) => message.startsWith('Mapped {'));
    expect(routes.length).toBeGreaterThan(50);
    expect(new Set(routes.map(({ level }) => level))).toEqual(new Set(['debug']));
  });

  it('warns of a server that is open to all, below its address', async () => {
    const server = await startServer(folder, { HOST: '0.0.0.0' });
    while (!server.output().includes('API_AUTH_STRING')) await setTimeout(10);
    await server.stop();
    expect(linesOf(server)[0]!.message).toMatch(/^Listening on /);
  });

  it('is from the level on that is asked for', async () => {
    const port = await freePort();
    const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
    // which is worth a warning
    const env = { PORT: String(port), HOST: '0.0.0.0', LOG_LEVEL: 'warn' };
    const child = spawn(process.execPath, [main], { cwd: folder, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        () => true,
        () => false,
      );
    while (!(await answers())) expect(child.exitCode).toBeNull();
    const body = { flow_id: randomUUID() };
    expect((await send(`http://127.0.0.1:${port}/api/flow_runs/`, post(body))).status).toBe(409);
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(output)).toMatchObject({ level: 'warn', context: 'Server' });
  });
});

describe('createLogger()', () => {
  it.each(['json', 'text'] as const)('shows no credentials of a URL: %s', (logFormat) => {
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0);
    const writeError = jest.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line)) > 0);
    const logger = createLogger({ logFormat, logLevel: 'log' });
    logger.log(`redis://:p@${SECRET}@host`, 'Server');
    logger.error('no answer', `Error: no answer from https://me:${SECRET}@host\n    at x:1:1`, 'Server');
    write.mockRestore();
    writeError.mockRestore();
    expect(written.join('')).toContain('redis://host');
    expect(written.join('')).toContain('https://host');
    expect(written.join('')).not.toContain(SECRET);
  });
});

describe('nameAndPlace()', () => {
  it('gives the name, the code and one place, and nothing of the message', () => {
    const error = Object.assign(new RangeError(`${SECRET}\n    at ${SECRET}:1:1`), { code: 'E_CODE' });
    expect(nameAndPlace(error)).toMatch(/^RangeError E_CODE at .*logs\.spec/);
    expect(nameAndPlace(error)).not.toContain(SECRET);
    expect(nameAndPlace(SECRET)).toBe('a value that is no Error');
  });
});
