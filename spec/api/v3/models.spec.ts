/* The models of Prefect 3's contract against what Prefect 3.8.8 says of its own in its OpenAPI document. */
import { readFileSync } from 'node:fs';

import * as artifact from '../../../src/api/v3/artifact.js';
import * as concurrency from '../../../src/api/v3/concurrency.js';
import * as event from '../../../src/api/v3/event.js';
import * as flow from '../../../src/api/v3/flow.js';
import * as flowRun from '../../../src/api/v3/flow-run.js';
import * as flowRunInput from '../../../src/api/v3/flow-run-input.js';
import * as log from '../../../src/api/v3/log.js';
import * as policies from '../../../src/api/v3/policies.js';
import * as root from '../../../src/api/v3/root.js';
import * as runQuery from '../../../src/api/v3/run-query.js';
import * as setState from '../../../src/api/v3/set-state.js';
import * as taskRun from '../../../src/api/v3/task-run.js';
import { type PrefectBaseModel } from '../../../src/index.js';
import * as v3 from '../../../src/v3/index.js';

interface Said {
  readonly required?: true;
  readonly nullable?: true;
  readonly fields?: Fields;
}

type Fields = Readonly<Record<string, Said>>;

interface Described {
  readonly forbids: boolean;
  readonly fields: Fields;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

// by `create_api_app().openapi()`, with our names
const DESCRIBED = JSON.parse(
  readFileSync(new URL('../../fixtures/rest3/models.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Described>>;

type Model = Pick<typeof PrefectBaseModel, 'wire' | 'extra'> & { jsonSchema(options: object): object };

/** All models of the contract, those too that only its routes name. */
const api = {
  ...artifact,
  ...concurrency,
  ...event,
  ...flow,
  ...flowRun,
  ...flowRunInput,
  ...log,
  ...policies,
  ...root,
  ...runQuery,
  ...setState,
  ...taskRun,
};
const models = api as unknown as Readonly<Record<string, Model>>;

/** What we have, and the reference has not, each said in docs/differences.md; and the other way round. */
const MORE: Readonly<Record<string, readonly string[]>> = { LogCreate: ['worker_id'] };
const FEWER: Readonly<Record<string, readonly string[]>> = { 'LogPageQuery.logs': ['text'] };
const ORDERED = new Set(['Flow', 'FlowRun', 'TaskRun', 'FlowCreate', 'FlowRunCreate', 'TaskRunCreate']);

/** The fields of a schema, with those of the filters in it. */
function fieldsOf(schema: Schema, defs: Readonly<Record<string, Schema>>, expected: Fields): Fields {
  const names = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const refs = [field, ...(field.anyOf ?? [])].flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref]));
    const inside = expected[name]?.fields;
    const nested = defs[refs[0]?.split('/').at(-1) ?? ''];
    return [
      name,
      inside === undefined || nested === undefined ? {} : { fields: fieldsOf(nested, defs, inside) },
    ] as const;
  });
  return Object.fromEntries(names);
}

function namesIn(fields: Fields, place: string): string[] {
  return Object.entries(fields).flatMap(([name, { fields: inner }]) => {
    if (FEWER[place]?.includes(name)) return [];
    return [`${place}.${name}`, ...(inner === undefined ? [] : namesIn(inner, `${place}.${name}`))];
  });
}

describe.each(Object.entries(DESCRIBED))('%s', (name, { fields, forbids }) => {
  const model = models[name]!;
  const schema = (): Schema => model.jsonSchema({ io: 'input' });

  it('has the fields of the reference, those inside of filters too', () => {
    const { $defs = {}, ...own } = schema();
    const ours = namesIn(fieldsOf(own, $defs, fields), name).filter(
      (place) => !MORE[name]?.some((more) => place === `${name}.${more}`),
    );
    const theirs = namesIn(fields, name);
    if (ORDERED.has(name)) expect(ours).toEqual(theirs);
    expect(ours.sort()).toEqual(theirs.sort());
  });

  it('asks for the fields that the reference asks for', () => {
    const required = Object.entries(fields).flatMap(([field, said]) => (said.required ? [field] : []));
    // what the server makes is promised of every row; a run that it answers has a name
    const promised = ['id', 'created', 'updated', ...(['FlowRun', 'TaskRun'].includes(name) ? ['name'] : [])];
    const given = (names: readonly string[]): string[] => names.filter((each) => !promised.includes(each)).sort();
    expect(given(schema().required ?? [])).toEqual(given(required));
  });

  it('speaks on the wire of Prefect 3, and refuses other names where the reference does', () => {
    expect(model.wire).toBe(v3.prefect3);
    expect(model.extra === 'forbid').toBe(forbids);
  });
});

describe('onPrefect3', () => {
  it('reads what a field nests on the wire of Prefect 3', () => {
    const { TaskRunPageQuery } = api;
    const read = TaskRunPageQuery.safeParse({ task_runs: { name: { any_: [5] } }, flows: { name: { nope: 1 } } });
    expect(!read.success && read.error.issues).toEqual([
      { loc: ['flows', 'name', 'nope'], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' },
      { loc: ['task_runs', 'name', 'any_', 0], msg: 'Input should be a valid string', type: 'string_type' },
    ]);
  });

  it('makes the defaults of nested models of its own classes', () => {
    const run = api.FlowRunCreate.parse({ flow_id: '11111111-1111-4111-8111-111111111111' });
    expect(run.empiricalPolicy).toBeInstanceOf(api.FlowRunPolicy);
    expect(run.labels).toEqual({});
  });
});

describe('labels', () => {
  it('keep texts, numbers and booleans as they are', () => {
    const labels = { text: '5', whole: 1, part: 1.5, yes: true };
    expect(api.FlowCreate.parse({ name: 'f', labels }).labels).toEqual(labels);
    expect(api.FlowCreate.parse({ name: 'f', labels: null }).labels).toBeNull();
  });

  it('refuse what is none of them under the name of each', () => {
    const read = api.FlowCreate.safeParse({ name: 'f', labels: { a: [] } });
    expect(!read.success && read.error.issues.map(({ loc, type }) => [...loc, type])).toEqual([
      ['labels', 'a', 'bool', 'bool_type'],
      ['labels', 'a', 'int', 'int_type'],
      ['labels', 'a', 'float', 'float_type'],
      ['labels', 'a', 'str', 'string_type'],
    ]);
  });
});

describe('TaskRunPolicy', () => {
  it.each([
    [{ retry_delay: 0.5 }, 0.5],
    [{ retry_delay: [0.5, 1] }, [0.5, 1]],
    [{ retry_delay: '5' }, 5],
    [{ retry_delay_seconds: 1.5 }, 1.5],
  ])('reads %j', (given, delay) => {
    expect(api.TaskRunPolicy.parse(given).retryDelay).toEqual(delay);
  });
});
