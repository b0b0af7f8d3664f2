import { readFileSync } from 'node:fs';
import { type FastifyAdapter } from '@nestjs/platform-fastify';

import { describeRoutes } from '../../../src/server/docs/documents.js';
import { mountsFor } from '../../../src/server/mount.js';

const PACKAGE = new URL('../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };

type Handler = (request: unknown, answer: unknown) => Promise<unknown>;

const served = new Map<string, Handler>();
const adapter = { get: (path: string, handler: Handler) => served.set(path, handler) } as unknown as FastifyAdapter;

/** The type and the text that are answered. */
async function ask(path: string): Promise<readonly [string, string]> {
  let type = '';
  const answer = {
    type: (given: string) => {
      type = given;
      return answer;
    },
    send: (text: string) => text,
  };
  const text = (await served.get(path)!({}, answer)) as string;
  return [type, text];
}

describe('describeRoutes()', () => {
  let asked = 0;
  beforeAll(() => {
    const mounts = mountsFor({ prefectApi: '2' }).map((mount) => ({
      ...mount,
      get routes() {
        asked += 1;
        return mount.routes;
      },
    }));
    describeRoutes(adapter, mounts);
  });

  it('makes a document when it is first asked for, and once', async () => {
    expect([...served.keys()]).toEqual(
      ['/v2/docs', '/docs', '/v3/docs'].flatMap((path) => [`${path}-json`, `${path}-yaml`]),
    );
    expect(asked).toBe(0);
    const [first, second] = [await ask('/v3/docs-json'), await ask('/v3/docs-json')];
    expect(first[0]).toBe('application/json');
    expect(JSON.parse(first[1])).toMatchObject({ openapi: '3.1.0', info: { version } });
    expect(second[1] === first[1]).toBe(true);
    expect(asked).toBe(1);
  });

  it('answers it as YAML too, of which JSON is a part', async () => {
    const [type, text] = await ask('/v3/docs-yaml');
    expect(type).toBe('text/yaml');
    expect(text === (await ask('/v3/docs-json'))[1]).toBe(true);
  });
});
