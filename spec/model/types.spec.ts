/* What TypeScript derives from a class of models. The checks are made by `npm run types`. */
import { type DateTime } from 'luxon';

import {
  ActionBaseModel,
  type Defaulted,
  Field,
  type FieldsOf,
  type Ignored,
  type JsonOf,
  type JsonValue,
  types,
  LiteralResult,
  PersistedResult,
  PrefectBaseModel,
  SecretString,
  type WireNamed,
} from '../../src/index.js';
import { FlowRunPolicy, OrchestrationResult, StateAcceptDetails, TaskRunPolicy } from '../../src/transitions/index.js';
import { type Equal, holds } from '../support/types.js';

class Part extends PrefectBaseModel<Part> {
  @Field.int() declare size: number;
  @Field.string({ default: null }) declare note: string | null;
}

class Whole extends ActionBaseModel<Whole> {
  @Field.nested(() => Part) declare firstPart: Part;
  @Field.list(types.nested(() => Part), { default: () => [] }) declare otherParts: Defaulted<Part[]>;
  @Field.record(types.int(), { default: () => ({}) }) declare countsByName: Defaulted<Record<string, number>>;
  @Field.dateTime({ default: null }) declare HTTPTime: DateTime | null;
  @Field.secretString({ default: null }) declare token: SecretString | null;
  @Field.bytes({ default: null }) declare blob: Uint8Array | null;
  @Field.string({ default: 'a', name: 'kind' }) declare sort: Defaulted<WireNamed<string, 'kind'>>;
  @Field.uuid({ default: null, ignored: true }) declare id: Ignored<string> | null;
  @Field.json({ default: null }) declare data: unknown;
  @Field.string({ default: 'x' }) declare readonly fixed: Defaulted<string>;

  get isLarge(): boolean {
    return this.firstPart.size > 9;
  }

  areParts(): boolean {
    return this.otherParts.length > 0;
  }
}

const whole = new Whole({ firstPart: { size: 1 } });

describe('FieldsOf', () => {
  it('is what a constructor takes: required fields, and the others if one will', () => {
    expect(new Whole({ firstPart: new Part({ size: 2 }), otherParts: [{ size: 3 }] }).otherParts[0]!.size).toBe(3);
    expect(new Whole({ firstPart: { size: 2 }, token: 't', blob: 'b', HTTPTime: new Date(0) }).blob).toHaveLength(1);
    // @ts-expect-error firstPart is needed
    expect(() => new Whole({})).toThrow('field required');
    // @ts-expect-error no such field
    expect(() => new Whole({ firstPart: { size: 1 }, otherPart: [] })).toThrow('extra fields not permitted');
    // @ts-expect-error no such field of a part
    expect(new Whole({ firstPart: { size: 1, sise: 2 } }).firstPart.size).toBe(1);
    // @ts-expect-error it is a number
    expect(() => new Whole({ firstPart: { size: 'large' } })).toThrow('not a valid integer');
    holds<Equal<FieldsOf<Part>, { readonly size: number; readonly note?: string | null }>>(true);
  });

  it('leaves out methods, and asks for no getter', () => {
    holds<Equal<'areParts' extends keyof FieldsOf<Whole> ? true : false, false>>(true);
    expect([whole.isLarge, whole.areParts()]).toEqual([false, false]);
  });
});

describe('JsonOf', () => {
  it('is the wire object', () => {
    holds<Equal<JsonOf<Part>, { readonly size: number; readonly note: string | null }>>(true);
    holds<
      Equal<
        JsonOf<Whole>,
        {
          readonly first_part: JsonOf<Part>;
          readonly other_parts: readonly JsonOf<Part>[];
          readonly counts_by_name: Readonly<Record<string, number>>;
          readonly http_time: string | null;
          readonly token: string | null;
          readonly blob: string | null;
          readonly kind: string;
          readonly data: JsonValue;
          readonly fixed: string | undefined;
          readonly is_large: boolean | undefined;
        }
      >
    >(true);
    const keys = Object.keys(whole.toJSON());
    expect(keys).toEqual([
      ...['first_part', 'other_parts', 'counts_by_name', 'http_time', 'token', 'blob', 'kind', 'data', 'fixed'],
    ]);
  });
});

describe('a selection in depth', () => {
  it('reaches through lists', () => {
    expect(
      whole.json({ include: { firstPart: ['size'], otherParts: { __all__: ['note'], 0: true, [-1]: ['size'] } } }),
    ).toBe('{"first_part":{"size":1},"other_parts":[]}');
    // @ts-expect-error no such field
    expect(whole.json({ include: { otherParts: { __all__: ['size', 'nope'] } } })).toBe('{"other_parts":[]}');
  });
});

describe("the package's own models", () => {
  it('refuse names that are none, and values of other types', () => {
    // @ts-expect-error no such field, and status and details are needed
    expect(() => new OrchestrationResult({ stat: 1 })).toThrow('field required');
    expect(new OrchestrationResult({ status: 'ACCEPT', details: new StateAcceptDetails({}) }).state).toBeNull();
    // @ts-expect-error it is a number
    expect(() => new FlowRunPolicy({ retries: 'many' })).toThrow('not a valid integer');
    expect(new FlowRunPolicy({ retries: 3 }).retries).toBe(3);
    // @ts-expect-error it is a number
    expect(() => new TaskRunPolicy({ retryJitterFactor: 'much' })).toThrow('not a valid float');
    expect(new TaskRunPolicy({ retryDelay: [1, 2] }).retryDelay).toEqual([1, 2]);
    // @ts-expect-error storageKey is needed
    expect(() => new PersistedResult({ serializerType: 'json', storageBlockId: '' })).toThrow('field required');
    // @ts-expect-error no such field
    expect(() => new LiteralResult({ valu: 1 })).toThrow('extra fields not permitted');
    // @ts-expect-error no such field
    expect(() => new FlowRunPolicy({}).copy({ update: { nope: 1 } })).toThrow('extra fields not permitted');
  });
});
