/* The backend's OpenAPI document beside the reference's: what a client that was made from one calls things in the other. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';

import { prefect2Routes } from '../../src/api/index.js';
import { documentOf } from '../../src/server/openapi.js';
import { temporaryFolder } from '../support/database.js';
import { readLines } from '../support/fixtures.js';
import { post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

type Names = string | readonly string[] | null;

interface Operation {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body: Names;
  readonly needsBody: boolean;
  readonly answers: Readonly<Record<string, Names>>;
}

interface Enumeration {
  readonly schema: string;
  readonly values: readonly string[];
}

interface Described {
  readonly schema: string;
  readonly fields: Readonly<Record<string, Names>>;
  readonly required: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
}

interface Property {
  readonly allOf?: readonly [{ readonly default?: unknown }];
}

interface Schema {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
}

interface Content {
  readonly content?: { readonly 'application/json': { readonly schema: object } };
}

const lines = readLines<Operation | Described | Enumeration>('prefect-2.20.25-openapi.jsonl');
const reference = {
  operations: lines.filter((line): line is Operation => 'operation' in line),
  schemas: new Map(lines.filter((line): line is Described => 'fields' in line).map((line) => [line.schema, line])),
  enums: new Map(
    lines.filter((line): line is Enumeration => 'values' in line).map((line) => [line.schema, line.values]),
  ),
};

const document = documentOf(prefect2Routes, { prefix: '/api', version: '0' });
const { paths } = document;
const schemas = new Map(Object.entries(document.components!.schemas as Record<string, Schema>));

// what is taken is apart from what is answered
const inReference = (name: string): string => (reference.schemas.has(name) ? name : name.replace(/Input$/, ''));

function namesIn(schema: object | undefined): Names {
  const found = [...JSON.stringify(schema ?? {}).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
  const names = found.map(([, name]) => inReference(name!)).sort();
  return names.length < 2 ? (names[0] ?? null) : names;
}

const schemaIn = (part: Content | undefined): object | undefined => part?.content?.['application/json'].schema;

const ours = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods as Readonly<Record<string, object>>).map(([method, each]) => {
    const { operationId, requestBody, responses } = each as {
      readonly operationId: string;
      readonly requestBody?: Content & { readonly required: boolean };
      readonly responses: Readonly<Record<string, Content>>;
    };
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    return {
      operation: operationId,
      method,
      path,
      body: namesIn(schemaIn(requestBody)),
      needsBody: requestBody?.required ?? false,
      answers: Object.fromEntries(answers.map(([status, answer]) => [status, namesIn(schemaIn(answer))])),
    };
  }),
);

const twinOf = ({ method, path }: Operation): Operation | undefined =>
  reference.operations.find((each) => each.method === method && each.path === path);

describe('the names in the OpenAPI document', () => {
  const shared = ours.filter((each) => twinOf(each) !== undefined);

  it('are of the routes that the reference has, but for those that the page on differences tells of', () => {
    const own = ours.filter((each) => twinOf(each) === undefined);
    expect(own.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'get /healthz',
      'post /api/admin/delete_ended_runs',
      'post /api/ui/flow_runs/count',
    ]);
  });

  it.each(shared.map((each) => [each.operation, each]))('are the reference’s for %s', (_, each) => {
    const twin = twinOf(each)!;
    expect(each).toMatchObject({ operation: twin.operation, body: twin.body, needsBody: twin.needsBody });
    for (const name of new Set(Object.values(each.answers))) {
      // an answer of which the reference says nothing has a name of ours
      if (name !== 'Readiness') expect(Object.values(twin.answers)).toContain(name);
    }
  });

  it('tell in the page on differences which are not the reference’s', () => {
    const page = readFileSync('docs/differences.md', 'utf8').replace(/\s+/g, ' ');
    const told = /Schemas with names of its own: ([^.]+)\./.exec(page)?.[1] ?? '';
    const own = [...schemas.keys()].filter((name) => !reference.schemas.has(name) && !reference.enums.has(name));
    expect([...told.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(own.sort());
  });
});

describe('a schema in the OpenAPI document', () => {
  const known = [...schemas].filter(([name]) => reference.schemas.has(inReference(name)));

  it.each(known)('has the fields of the reference’s, and in them schemas of the same names: %s', (name, schema) => {
    const fields = Object.entries(schema.properties ?? {}).map(([field, value]) => [field, namesIn(value)]);
    const isUnnamed = (field: string, names: Names): boolean =>
      names === 'CreatedBy' || (name === 'TaskRun' && field === 'task_inputs');
    const wanted = Object.entries(reference.schemas.get(inReference(name))!.fields).map(([field, names]) => [
      field,
      // nothing was created by an automation, and rows of before are answered as they are kept
      isUnnamed(field, names) ? null : names,
    ]);
    expect(Object.fromEntries(fields)).toEqual(Object.fromEntries(wanted));
  });
});

describe('an answer in the OpenAPI document', () => {
  const headersOf = (status: string): string[][] =>
    Object.values(paths)
      .flatMap((methods) => Object.values(methods as Readonly<Record<string, { readonly responses: object }>>))
      .flatMap(({ responses }) => Object.entries(responses as Readonly<Record<string, { readonly headers: object }>>))
      .filter(([code]) => code === status)
      .map(([, { headers }]) => Object.keys(headers));

  it.each([
    ['200', ['X-Request-Id']],
    ['204', ['X-Request-Id']],
    ['401', ['X-Request-Id', 'WWW-Authenticate']],
    ['422', ['X-Request-Id']],
    ['503', ['X-Request-Id', 'Retry-After']],
  ])('tells its headers: %s', (status, names) => {
    const all = headersOf(status);
    expect(all.length).toBeGreaterThan(2);
    for (const headers of all) expect(headers).toEqual(names);
  });
});

describe('an enumeration in the OpenAPI document', () => {
  it.each(['FlowRunSort', 'Operator', 'SetStateStatus', 'StateType', 'TaskRunSort'])(
    'has the values of the reference’s: %s',
    (name) => {
      expect(schemas.get(name)?.enum).toEqual(reference.enums.get(name));
    },
  );
});

describe('a schema of what is taken', () => {
  const taken = [...schemas].filter(([name, { required = [], properties = {} }]) => {
    return reference.schemas.has(inReference(name)) && required.length < Object.keys(properties).length;
  });

  it('is there for each body', () => {
    expect(taken.length).toBeGreaterThan(50);
  });

  it.each(taken)(
    'requires what the reference requires, and has its defaults: %s',
    (name, { properties, required = [] }) => {
      const fields = Object.entries(properties!).map(([field, value]) => [field, value.allOf?.[0].default] as const);
      const twin = reference.schemas.get(inReference(name))!;
      expect([...required].sort()).toEqual([...twin.required].sort());
      expect(Object.fromEntries(fields.filter(([, value]) => value !== undefined))).toEqual(twin.defaults);
    },
  );

  it.each(taken)('has no default that makes a generator of types require the field: %s', (_, { properties }) => {
    for (const value of Object.values(properties!)) expect(value).not.toHaveProperty('default');
  });
});

describe('the OpenAPI document and the backend refuse alike', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'api');
  const ids = { block_schema_id: randomUUID(), block_type_id: randomUUID() };
  const run = { flow_id: randomUUID() };
  const task = { task_key: 'k', dynamic_key: '0' };
  const folder = temporaryFolder();
  let server: SharedServer;
  beforeAll(async () => {
    server = await startShared(folder);
  });
  afterAll(() => server.stop());

  it.each([
    ['a name with a banned character', '/flows/', { name: 'a/b' }],
    ['a block whose name has a large letter', '/block_documents/', { ...ids, name: 'A' }],
    ['a long cache key', '/task_runs/', { ...task, cache_key: 'x'.repeat(2001) }],
    ['a negative jitter', '/task_runs/', { ...task, empirical_policy: { retry_jitter_factor: -1 } }],
    ['many delays', '/task_runs/', { ...task, empirical_policy: { retry_delay: Array(51).fill(1) } }],
    ['an object as a key of a pause', '/flow_runs/', { ...run, empirical_policy: { pause_keys: [{}] } }],
    ['a list as a key of a pause', '/flow_runs/', { ...run, empirical_policy: { pause_keys: [[]] } }],
    ['a large limit', '/flow_runs/filter', { limit: 201 }],
    ['a negative limit', '/task_runs/filter', { limit: -1 }],
    ['a long part of a name', '/flow_runs/filter', { flow_runs: { name: { like_: 'x'.repeat(49_999) } } }],
  ])('%s', async (_, path, body) => {
    const at = encodeURIComponent(`/api${path}`.replaceAll('/', '~1'));
    const pointer = `api#/paths/${at}/post/requestBody/content/application~1json/schema`;
    expect(ajv.getSchema(pointer)!(body)).toBe(false);
    expect((await send(`${server.url}${path}`, post(body))).status).toBe(422);
  });
});
