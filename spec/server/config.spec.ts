import { readFileSync } from 'node:fs';

import { Database } from '../../src/persistence/index.js';
import { levelsFrom, readConfig } from '../../src/server/config.js';
import { temporaryFolder } from '../support/database.js';
import { failToStart, startServer } from '../support/server.js';

describe('readConfig()', () => {
  it('needs no setting', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4200,
      databaseUrl: 'sqlite:prefect-states.db',
      prefectApi: '2',
      bodyLimit: 1024 * 1024,
      maxRequests: 250,
      maxSockets: 1000,
      logLevel: 'log',
      logFormat: 'json',
      runLogDays: 30,
      runLogLines: 1_000_000,
      runLogSize: 1024 ** 3,
      accessLog: false,
      apiAuthString: null,
      allowedHosts: [],
      corsOrigins: [],
      drainSeconds: 5,
    });
  });

  it('has text logged where somebody sees it, unless asked otherwise', () => {
    expect(readConfig({}, { isTerminal: true }).logFormat).toBe('text');
    expect(readConfig({ LOG_FORMAT: 'json' }, { isTerminal: true }).logFormat).toBe('json');
    expect(readConfig({ LOG_FORMAT: 'text' }).logFormat).toBe('text');
  });

  it.each([
    ['500', 500],
    ['2kb', 2048],
    ['3 MB', 3 * 1024 * 1024],
  ])('reads the size %s', (text, bytes) => {
    expect(readConfig({ BODY_LIMIT: text }).bodyLimit).toBe(bytes);
  });

  it('reads lists, in small letters', () => {
    const env = {
      ALLOWED_HOSTS: 'A.example,[::2] , 10.0.0.5',
      CORS_ORIGINS: 'https://App.example, http://localhost:3000',
    };
    expect(readConfig(env)).toMatchObject({
      allowedHosts: ['a.example', '[::2]', '10.0.0.5'],
      corsOrigins: ['https://app.example', 'http://localhost:3000'],
    });
    expect(readConfig({ CORS_ORIGINS: '*' }).corsOrigins).toEqual(['*']);
  });

  const HOST = 'HOST must be the address of an interface, or its name, such as 127.0.0.1, ::1 or localhost';
  const HOSTS = 'ALLOWED_HOSTS must be a list of names without ports, such as states.example, 10.0.0.5';
  const ORIGINS = 'CORS_ORIGINS must be a list of origins, such as https://app.example, http://localhost:3000; or *';

  it.each<[Record<string, string>, string]>([
    ...['', 'a,', 'a.example:80', 'https://a.example', '*', 'a b', '..'].map(
      (text) => [{ ALLOWED_HOSTS: text }, HOSTS] as [Record<string, string>, string],
    ),
    ...['', 'app.example', 'https://app.example/', 'https://me:pw@app.example', 'https://app.example:443', 'null'].map(
      (text) => [{ CORS_ORIGINS: text }, ORIGINS] as [Record<string, string>, string],
    ),
    ...['', ' ', 'http://127.0.0.1', '127.0.0.1:4200', 'a b'].map(
      (text) => [{ HOST: text }, HOST] as [Record<string, string>, string],
    ),
    [{ PORT: '-1' }, 'PORT must be a number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT must be a number from 0 to 65535'],
    [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535'],
    ...['', '-1', '1.5', '3601', 'soon'].map(
      (text) =>
        [{ DRAIN_SECONDS: text }, 'DRAIN_SECONDS must be a number of seconds from 0 to 3600'] as [
          Record<string, string>,
          string,
        ],
    ),
    [{ BODY_LIMIT: 'much' }, 'BODY_LIMIT must be a number of bytes, or such as 500kb or 2mb'],
    [{ BODY_LIMIT: '0' }, 'BODY_LIMIT must be a number of bytes, or such as 500kb or 2mb'],
    [{ MAX_REQUESTS: '0' }, 'MAX_REQUESTS must be a number from 1 on'],
    [{ MAX_REQUESTS: '' }, 'MAX_REQUESTS must be a number from 1 on'],
    [{ MAX_SOCKETS: '0' }, 'MAX_SOCKETS must be a number from 1 on'],
    [{ RUN_LOG_SIZE: '1tb' }, 'RUN_LOG_SIZE must be a number of bytes, or such as 500kb or 2mb'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of: fatal, error, warn, log, debug, verbose'],
    [{ ACCESS_LOG: 'yes' }, 'ACCESS_LOG must be one of: on, off'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT must be one of: json, text'],
  ])('refuses %j with a sentence', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});

describe('the table of settings in docs/backend.md', () => {
  /** Name, default and sentence of each row. */
  const rows = readFileSync('docs/backend.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `[A-Z_]+` /.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name, standard, , sentence]) => [name!.slice(1, -1), standard!, sentence!.split(' ...')[0]!] as const);
  const open = async (env: Record<string, string>): Promise<unknown> => Database.open(readConfig(env).databaseUrl);

  it('has each of them', () => {
    const source = readFileSync('src/server/config.ts', 'utf8');
    const read = [...source.matchAll(/\benv\.([A-Z_]+)/g)].map((match) => match[1]!);
    expect(rows.map(([name]) => name).sort()).toEqual([...new Set(read)].sort());
  });

  // compose files hand on variables that are not set
  it.each(rows)('says what an empty one says: %s', async (name, _default, sentence) => {
    const [start, rest] = sentence.split("'...'") as [string, string?];
    await expect(open({ [name]: '' })).rejects.toThrow(`${name} ${start}`);
    if (rest !== undefined) await expect(open({ [name]: '' })).rejects.toThrow(rest);
  });

  it.each(rows.filter(([, standard]) => /^`[^`]*`$/.test(standard)))('says the default: %s', (name, standard) => {
    expect(readConfig({ [name]: standard.slice(1, -1) })).toEqual(readConfig({}));
  });
});

describe('levelsFrom()', () => {
  it('gives a level and all above it', () => {
    expect(levelsFrom('warn')).toEqual(['fatal', 'error', 'warn']);
  });
});

describe('the start', () => {
  const folder = temporaryFolder();

  const WARNING = 'anyone who reaches it may call: API_AUTH_STRING is not set';

  it.each<[Record<string, string>, string, boolean]>([
    [{}, 'http://127.0.0.1:', false],
    [{ HOST: '0.0.0.0' }, 'http://0.0.0.0:', true],
    [{ HOST: '::' }, 'http://[::]:', true],
    [{ HOST: 'localhost' }, 'http://', false],
    [{ HOST: '::1' }, 'http://[::1]:', false],
    [{ HOST: '0.0.0.0', API_AUTH_STRING: 'me:s3cr3t' }, 'http://0.0.0.0:', false],
  ])(
    'says where the server listens, and warns where that is beyond loopback and anyone may call: %j',
    async (env, url, isWarned) => {
      const server = await startServer(folder, env);
      await server.stop();
      expect(server.url.startsWith(url)).toBe(true);
      expect(server.output().includes(WARNING)).toBe(isWarned);
      if (isWarned) expect(server.output()).toMatch(/"level":"warn"[^\n]*API_AUTH_STRING/);
    },
  );
});

describe('the server with a wrong setting', () => {
  const folder = temporaryFolder();

  it.each([
    [{ HOST: '' }, 'prefect-states did not start: HOST must be the address of an interface'],
    [{ PORT: 'x' }, 'prefect-states did not start: PORT must be a number from 0 to 65535'],
    [{ LOG_FORMAT: 'xml' }, 'prefect-states did not start: LOG_FORMAT must be one of: json, text'],
    [{ DATABASE_URL: 'mysql://me:s3cr3t@host/db' }, "names a database of the kind 'mysql'; it must be sqlite:PATH"],
    [
      { DATABASE_URL: 'postgres://me:s3cr3t@127.0.0.1:1/db' },
      'the Postgres database of DATABASE_URL cannot be opened: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      { DATABASE_URL: 'postgresql+asyncpg://me:p@s3cr3t@host/db' },
      "names a database of the kind 'postgresql+asyncpg'; it must be sqlite:PATH",
    ],
    [{ DATABASE_URL: 'sqlite:/dev/null/no.db' }, 'prefect-states did not start: '],
  ])('does not start, and says why in a sentence: %j', async (env, message) => {
    const { status, output } = await failToStart(folder, env);
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toMatch(/s3cr3t| {4}at /);
    expect(JSON.parse(output)).toMatchObject({ level: 'fatal', context: 'Server' });
  });

  it('shows no credentials of a URL in the place of its address', async () => {
    const { output } = await failToStart(folder, { HOST: 'http://me:s3cr3t@127.0.0.1' });
    expect(output).toContain('did not start: HOST must be');
    expect(output).not.toContain('s3cr3t');
  });
});
