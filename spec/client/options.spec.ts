/* What a client is made of, and what it sends to show who it is. */
import {
  ClientOptionsError,
  type ConnectionOptions,
  prefect2,
  prefect3,
  PrefectClient,
} from '../../src/client/index.js';

const API = 'http://127.0.0.1:4200/api';
const NAMES = ['PREFECT_API_URL', 'PREFECT_API_KEY', 'PREFECT_API_AUTH_STRING', 'PREFECT_CLIENT_CUSTOM_HEADERS'];

beforeEach(() => {
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
});
afterAll(() => {
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
});

/** Where a client with these options asks, and with which headers. */
async function asked(options: ConnectionOptions): Promise<{ url: string; headers: Headers }> {
  let sent: { url: string; headers: Headers } | undefined;
  const fetch: typeof globalThis.fetch = (url, init) => {
    sent = { url: url as string, headers: init!.headers as Headers };
    return Promise.resolve(Response.json('2.20.25'));
  };
  await new PrefectClient({ ...options, fetch, wire: prefect2 }).readVersion();
  return sent!;
}

const authorization = async (options: ConnectionOptions): Promise<string | null> =>
  (await asked(options)).headers.get('authorization');

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a client', () => {
  it.each([API, `${API}/`, `${API}//`])('asks below the address %s', async (apiUrl) => {
    expect((await asked({ apiUrl })).url).toBe(`${API}/admin/version`);
  });

  it('takes its address from the environment', async () => {
    process.env.PREFECT_API_URL = API;
    expect((await asked({})).url).toBe(`${API}/admin/version`);
  });

  it('says which version of the API it speaks', async () => {
    expect((await asked({ apiUrl: API })).headers.get('x-prefect-api-version')).toBe('0.8.4');
  });

  it('sends a key as a Bearer token, a user and a password as Basic', async () => {
    expect(await authorization({ apiUrl: API })).toBeNull();
    expect(await authorization({ apiUrl: API, apiKey: 'pnu_1' })).toBe('Bearer pnu_1');
    expect(await authorization({ apiUrl: API, authString: 'me:pässword' })).toBe(basic('me:pässword'));
    expect(await authorization({ apiUrl: 'http://me:p%40ss@127.0.0.1:4200/api' })).toBe(basic('me:p@ss'));
  });

  it('takes both from the environment, and there rather the user', async () => {
    process.env.PREFECT_API_KEY = 'pnu_2';
    expect(await authorization({ apiUrl: API })).toBe('Bearer pnu_2');
    process.env.PREFECT_API_AUTH_STRING = 'a:b';
    expect(await authorization({ apiUrl: API })).toBe(basic('a:b'));
    expect(await authorization({ apiUrl: API, apiKey: 'pnu_1' })).toBe('Bearer pnu_1');
    expect(await authorization({ apiUrl: API, apiKey: null })).toBeNull();
  });

  it('sends headers of the environment and of its options', async () => {
    process.env.PREFECT_CLIENT_CUSTOM_HEADERS = '{"x-a": "1", "x-b": "2"}';
    const { headers } = await asked({ apiUrl: API, headers: { 'x-b': '3' } });
    expect([headers.get('x-a'), headers.get('x-b')]).toEqual(['1', '3']);
  });

  it('shows its address without a password', () => {
    const client = new PrefectClient({ wire: prefect2, apiUrl: 'http://me:secret@127.0.0.1:4200/api' });
    expect(client.apiUrl).toBe(API);
  });
});

describe('a client is not made', () => {
  const make = (options: object) => () => new PrefectClient({ wire: prefect2, ...options });

  it.each([
    ['without an address', {}, 'PREFECT_API_URL'],
    ['without a wire', { apiUrl: API, wire: undefined }, 'No wire: pass what the server speaks'],
    ['with a path for an address', { apiUrl: '/api' }, 'http://127.0.0.1:4200/api'],
    ['with another protocol', { apiUrl: 'ftp://127.0.0.1/api' }, 'http://127.0.0.1:4200/api'],
    ['with an odd time', { apiUrl: API, timeoutSeconds: Number.NaN }, 'timeoutSeconds'],
    ['with odd repeats', { apiUrl: API, retry: { times: -1 } }, 'retry.times'],
    ['with an odd header', { apiUrl: API, headers: { 'x y': '1' } }, '"x y"'],
  ])('%s', (_name, options, text) => {
    expect(make(options)).toThrow(ClientOptionsError);
    expect(make(options)).toThrow(text);
  });

  it.each(['[', '[1]', '{"a": 1}', '1'])('with PREFECT_CLIENT_CUSTOM_HEADERS=%s', (text) => {
    process.env.PREFECT_CLIENT_CUSTOM_HEADERS = text;
    expect(make({ apiUrl: API })).toThrow('PREFECT_CLIENT_CUSTOM_HEADERS');
  });

  it('with a key that no header may hold, and tells nobody the key', () => {
    let error: unknown;
    try {
      make({ apiUrl: API, apiKey: 'pnu_s3cr3t\n1' })();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ClientOptionsError);
    expect(`${String((error as Error).stack)} ${JSON.stringify(error)}`).not.toContain('s3cr3t');
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('PrefectClient.connect()', () => {
  const serverOf = (version: string) => ({ apiUrl: API, fetch: () => Promise.resolve(Response.json(version)) });

  it.each([
    ['2.20.25', prefect2],
    ['3.8.8', prefect3],
  ])('speaks what a server of %s speaks', async (version, wire) => {
    const client = await PrefectClient.connect({ ...serverOf(version), wires: [prefect2, prefect3] });
    expect(client.wire).toBe(wire);
  });

  it('refuses a server that speaks none of the wires given', async () => {
    const refused = PrefectClient.connect({ ...serverOf('3.8.8'), wires: [prefect2] });
    await expect(refused).rejects.toThrow('The server speaks Prefect 3.8.8: the wires given are of 2.');
    await expect(refused).rejects.toThrow(ClientOptionsError);
  });

  it('takes a Cloud to speak Prefect 3, without asking', async () => {
    const fetch = () => Promise.reject(new Error('it was asked'));
    const apiUrl = 'https://api.prefect.cloud/api/accounts/a/workspaces/b';
    const client = await PrefectClient.connect({ apiUrl, fetch, wires: [prefect2, prefect3] });
    expect(client.wire.version).toBe(3);
  });

  it('says that it needs wires', async () => {
    await expect(PrefectClient.connect({ apiUrl: API } as never)).rejects.toThrow(
      'No wires: pass what the server speaks',
    );
  });
});

describe('types', () => {
  const client = new PrefectClient({ wire: prefect2, apiUrl: API });

  it('refuse what no server takes', () => {
    const wrong = [
      // @ts-expect-error: misspelt, it is flowRuns
      () => client.findFlowRuns({ flowRun: {} }),
      // @ts-expect-error: misspelt, it is any
      () => client.findFlowRuns({ flowRuns: { id: { anyOf: [] } } }),
      // @ts-expect-error: no type of a state
      () => client.countFlowRuns({ flowRuns: { state: { type: { any: ['DONE'] } } } }),
      // @ts-expect-error: no such order
      () => client.findFlowRuns({}, { sort: 'NAME' }),
      // @ts-expect-error: task runs are not found by their start
      () => client.findTaskRuns({}, { sort: 'START_TIME_ASC' }),
      // @ts-expect-error: a run is of a flow
      () => client.createFlowRun({ name: 'x' }),
      // @ts-expect-error: a run has a key in its flow run
      () => client.createTaskRun({ taskKey: 'x' }),
      // @ts-expect-error: both at once
      () => new PrefectClient({ wire: prefect2, apiKey: 'a', authString: 'b:c' }),
      // @ts-expect-error: what is answered has no such field
      async () => String((await client.readFlowRun('')).flowName),
    ];
    expect(wrong).toHaveLength(9);
  });
});
