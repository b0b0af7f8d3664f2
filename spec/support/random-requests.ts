/*
 * Requests at random for the routes of a wire, the same for the same seed: bodies by the reference's own document, paths, methods and
 * headers mostly as they should be. An id stands in them by the name of the thing that has it, in braces: each server gives its own.
 */
import { type Route } from '../../src/api/index.js';
import { RandomJson, type Schema, TEXTS } from './random-json.js';
import { dice } from './random-transitions.js';

/** A request in which names in braces stand for ids. */
export interface NamedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the thing is called that it makes. */
  readonly as?: string;
}

/** The part of an OpenAPI document that is looked at. */
export interface ReferenceDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

function making(as: string, path: string, body: object): NamedRequest {
  return { as, method: 'POST', path, headers: JSON_TYPE, body: JSON.stringify(body) };
}

const state = (type: string, more: object = {}): object => ({ state: { type, ...more }, force: true });

/** What is there before anything is asked: flows, runs in states of all types, with all that they may have. */
export function baseRequests(wire: 2 | 3): NamedRequest[] {
  const only3 = (more: object): object => (wire === 3 ? more : {});
  const requests = [
    making('flow 0', '/flows/', { name: 'a', tags: ['a', 'b'], ...only3({ labels: { a: 1 } }) }),
    making('flow 1', '/flows/', { name: 'ab', tags: ['a'] }),
    making('flow 2', '/flows/', { name: 'A_b 50', tags: [] }),
  ];
  const states = [
    state('SCHEDULED', { state_details: { scheduled_time: '2020-01-01T00:00:00+00:00' } }),
    state('SCHEDULED', { name: 'Late', state_details: { scheduled_time: '2199-01-01T00:00:00+00:00' } }),
    ...['PENDING', 'RUNNING', 'PAUSED', 'CANCELLING', 'CANCELLED', 'CRASHED', 'FAILED'].map((type) => state(type)),
    state('COMPLETED', {
      name: 'a',
      message: 'm',
      data: { type: 'literal', value: 1 },
      state_details: { cache_key: 'a' },
    }),
  ];
  states.forEach((first, i) => {
    const run = {
      flow_id: `{flow ${i % 3}}`,
      name: ['a', 'ab', 'B', 'a_b', '50%', 'ÄÖ', '日本', 'b1', 'b2', 'b3'][i],
      tags: [['a'], ['a', 'b'], [], ['b']][i % 4],
      parameters: { x: i },
      context: { c: i },
      ...(i % 2 ? { flow_version: 'a', idempotency_key: `key ${i}` } : {}),
      ...(i % 4 === 1 ? { empirical_policy: { retries: 2, retry_delay: 1 } } : {}),
      ...(i >= 8 ? { parent_task_run_id: `{task run ${i - 8}}` } : {}),
    };
    requests.push(making(`flow run ${i}`, '/flow_runs/', run));
    requests.push(making('', `/flow_runs/{flow run ${i}}/set_state`, first));
    const task = {
      id: `00000000-0000-4000-8000-00000000000${i}`,
      flow_run_id: i === 5 ? null : `{flow run ${i % 4}}`,
      task_key: 'k',
      dynamic_key: String(i),
      name: `t${i}`,
      tags: [['a'], ['a', 'b'], []][i % 3],
      task_inputs: { x: [{ input_type: 'parameter', name: 'y' }] },
    };
    requests.push(making(`task run ${i}`, '/task_runs/', task));
    requests.push(making('', `/task_runs/{task run ${i}}/set_state`, first));
  });
  const lines = [0, 1, 2, 3, 4, 5].map((i) => ({
    name: 'a',
    level: i * 10,
    message: `m${i}`,
    timestamp: `2020-01-01T00:00:0${i}+00:00`,
    flow_run_id: i === 5 ? null : `{flow run ${i % 2}}`,
    task_run_id: i % 2 ? `{task run ${i}}` : null,
  }));
  requests.push(making('', '/logs/', lines));
  if (wire === 3) {
    for (const i of [0, 1, 2]) {
      requests.push(
        making(`artifact ${i}`, '/artifacts/', {
          key: i === 2 ? null : 'a',
          type: 'a',
          data: i,
          flow_run_id: `{flow run ${i}}`,
        }),
        making('', '/flow_runs/{flow run 0}/input', { key: `a${i}`, value: '"b"' }),
      );
    }
  }
  return requests;
}

/** Things of a scene's own, which what is written may change. */
export function ownThings(seed: number): NamedRequest[] {
  const run = { flow_id: '{own flow}', name: 'own', empirical_policy: { retries: 1 }, idempotency_key: `own ${seed}` };
  const pause = { pause_timeout: '2199-01-01T00:00:00+00:00', pause_key: 'a' };
  return [
    making('own flow', '/flows/', { name: `own ${seed}` }),
    making('own flow run', '/flow_runs/', { ...run, state: { type: 'PENDING' } }),
    making('own paused run', '/flow_runs/', { flow_id: '{own flow}', name: 'paused' }),
    making('', '/flow_runs/{own paused run}/set_state', state('PAUSED', { state_details: pause })),
    making('own task run', '/task_runs/', {
      flow_run_id: '{own flow run}',
      task_key: 'k',
      dynamic_key: '0',
      name: 'own',
    }),
  ];
}

/** What shows whether things of a scene's own have changed. */
export const LOOKS: readonly NamedRequest[] = ['flow', 'task'].flatMap((kind) => [
  { method: 'GET', path: `/${kind}_runs/{own ${kind} run}` },
  { method: 'GET', path: `/${kind}_run_states/?${kind}_run_id={own ${kind} run}` },
]);

const READS = /\/(?:filter|count|latest)$/;
const BODIES = [
  '',
  'null',
  '[]',
  '{}',
  '[1]',
  '"x"',
  '1',
  '{',
  '{"a": }',
  '[["a", 1]]',
  '{"a": 1,}',
  '\uFEFF{}',
  "{'a': 1}",
  '{}x',
];
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/vnd.api+json' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'nonsense' },
  { ...JSON_TYPE, 'x-prefect-api-version': '0.8.4' },
  { ...JSON_TYPE, 'x-prefect-api-version': '0.7.9' },
  { ...JSON_TYPE, 'x-prefect-api-version': 'x' },
  { ...JSON_TYPE, accept: 'text/html' },
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Makes requests for the routes that a wire and its reference both have. */
export class RandomRequests {
  readonly #json: RandomJson;
  readonly #document: ReferenceDocument;
  readonly #reads: readonly Route[];
  readonly #writes: readonly Route[];
  readonly #things: readonly string[];

  /** @param things - the names of what has an id */
  constructor(seed: number, routes: readonly Route[], document: ReferenceDocument, things: readonly string[]) {
    const texts = (name: string): readonly string[] => textsFor(name, things);
    const roll = dice(seed);
    this.#json = new RandomJson(
      roll,
      document.components.schemas,
      texts,
      [0, 0, 0.01, 0.05, 0.2][Math.floor(roll() * 5)]!,
    );
    this.#document = document;
    const known = routes.filter((route) => operationOf(document, route) !== undefined);
    const isRead = ({ method, path }: Route): boolean => method === 'GET' || READS.test(path);
    this.#reads = known.filter(isRead);
    this.#writes = known.filter((route) => !isRead(route));
    this.#things = things;
  }

  /** One that changes nothing. */
  read(): NamedRequest {
    return this.#request(this.#json.one(this.#reads));
  }

  /** One that may make, change or delete something. */
  write(): NamedRequest {
    return this.#request(this.#json.one(this.#writes));
  }

  #request(route: Route): NamedRequest {
    const { maybe, one } = bound(this.#json);
    const content = operationOf(this.#document, route)!.requestBody?.content['application/json'].schema;
    const odd = maybe(0.12);
    // what is read may be read in another way, but never written
    const method = odd && maybe(0.15) ? one(METHODS) : route.method;
    let path = this.#path(route) + this.#query(route);
    if (odd && maybe(0.1)) path += '?x=1';
    if (content === undefined) return { method, path };
    const body = odd && maybe(0.5) ? one(BODIES) : this.#json.value(content, '');
    return { method, path, headers: odd && maybe(0.4) ? one(HEADERS) : JSON_TYPE, body };
  }

  #path({ path, texts = [] }: Route): string {
    return path.replaceAll(/:(\w+)/g, (_, name: string) => {
      const { maybe, one } = bound(this.#json);
      if (texts.includes(name))
        return encodeURIComponent(one(['a', 'a', 'ab', 'a1', 'nope', 'A_b 50', 'local-file-system', '😀', 'a/b']));
      if (maybe(0.1))
        return encodeURIComponent(one(TEXTS.id.filter((text) => text !== ''))).replace(/%7B(\w+)%7D/, '{$1}');
      const kind = (/^\/(\w+?)(?:_state)?s\//.exec(path)?.[1] ?? '').replaceAll('_', ' ');
      const kin = this.#things.filter(
        (thing) =>
          thing.includes(kind === 'flow run' ? 'run' : kind) && (kind === 'task run') === thing.includes('task'),
      );
      return `{${one(maybe(0.9) && kin.length > 0 ? kin : this.#things)}}`;
    });
  }

  #query(route: Route): string {
    if (route.query === undefined) return '';
    const { maybe, one } = bound(this.#json);
    const given = Object.keys(route.query).flatMap((name) => {
      const value = maybe(0.85) ? `{${one(this.#things)}}` : encodeURIComponent(one(['', 'xyz', '1']));
      return maybe(0.9) ? [`${name}=${value}`] : maybe(0.5) ? [`${name}=x`, `${name}=${value}`] : [];
    });
    return given.length > 0 ? `?${given.join('&')}` : '';
  }
}

function bound(json: RandomJson): Pick<RandomJson, 'maybe' | 'one'> {
  return { maybe: (chance) => json.maybe(chance), one: (items) => json.one(items) };
}

function operationOf({ paths }: ReferenceDocument, { method, path }: Route): Operation | undefined {
  return paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
}

const NAMES = ['a', 'ab', 'B', 'a_b', '50%', 'ÄÖ', '日本', 't1', 'b1', '%', '_'];
const STATE_NAMES = ['Late', 'Running', 'Completed', 'a', 'Scheduled'];
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  any_: [...NAMES, ...STATE_NAMES, 'key 1', 'key 3'],
  not_any_: [...NAMES, ...STATE_NAMES, 'key 1', 'key 3'],
  all_: ['a', 'b', 'nope'],
  like_: [...NAMES, 'ä', 'T', 'own', 'b'],
  name: NAMES,
  tags: ['a', 'b'],
  key: ['a', 'a1', 'b', 'A'],
  prefix: ['a', 'a1', ''],
};

function textsFor(name: string, things: readonly string[]): readonly string[] {
  return name === 'id' ? things.map((thing) => `{${thing}}`) : (BY_NAME[name] ?? []);
}
