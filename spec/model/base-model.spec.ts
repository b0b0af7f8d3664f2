import { inspect } from 'node:util';

import {
  Field,
  IdBaseModel,
  OrmBaseModel,
  PrefectBaseModel,
  State,
  StateDetails,
  ValidationError,
} from '../../src/index.js';
import { thrownBy } from '../support/expect.js';
import { Everything, EVERYTHING, Leaf } from '../support/models.js';

describe('safeParse()', () => {
  it('gives the model or the error', () => {
    expect(Leaf.safeParse({ size: 1 })).toEqual({ success: true, data: new Leaf({ size: 1 }) });
    const refused = Leaf.safeParse({ size: 'x' });
    expect(refused.success).toBe(false);
    expect(refused.error).toBeInstanceOf(ValidationError);
  });

  it('lets the error of a wrong definition through', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 'x' as never }) declare size: number;
    }
    expect(() => Wrong.safeParse({})).toThrow('Wrong is not a model');
  });
});

describe('parseJson()', () => {
  it('reads text and bytes', () => {
    expect(Leaf.parseJson('{"size": 1, "note": "é"}').note).toBe('é');
    expect(Leaf.parseJson(Buffer.from('{"size": 1, "note": "é"}')).note).toBe('é');
  });

  it('takes the last value of a key that comes twice', () => {
    expect(Leaf.parseJson('{"size": 1, "size": 2}').size).toBe(2);
  });

  it('tells where a text is no JSON, and not what it holds', () => {
    const error = thrownBy(() => Leaf.parseJson('{"note": "s3cr3t", "size" 1}')) as ValidationError;
    expect(error.issues).toEqual([
      {
        loc: ['__root__'],
        msg: "Expecting ':' delimiter: line 1 column 27 (char 26)",
        type: 'value_error.jsondecode',
        ctx: { msg: "Expecting ':' delimiter", pos: 26, lineno: 1, colno: 27 },
      },
    ]);
    expect(inspect(error, { depth: null })).not.toContain('s3cr3t');
  });

  it.each<[string, Uint8Array]>([
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['half a character', Buffer.from('"é"').subarray(0, 2)],
  ])('refuses %s', (_what, bytes) => {
    expect((thrownBy(() => Leaf.parseJson(bytes)) as ValidationError).issues[0]?.type).toBe(
      'value_error.unicodedecode',
    );
  });

  it('refuses a byte order mark, which is no JSON', () => {
    expect((thrownBy(() => Leaf.parseJson(Buffer.from('\ufeff{}'))) as ValidationError).issues[0]).toMatchObject({
      type: 'value_error.jsondecode',
    });
  });

  it('refuses JSON that is no object', () => {
    expect((thrownBy(() => Leaf.parseJson('[1]')) as ValidationError).issues[0]?.msg).toBe(
      'Leaf expected dict not list',
    );
  });
});

describe('equals()', () => {
  class WithId extends IdBaseModel {
    @Field.int({ default: 0 }) declare val: number;
  }
  class WithTimes extends OrmBaseModel {
    @Field.int({ default: 0 }) declare val: number;
  }

  it('leaves out what a copy resets', () => {
    expect(new WithId({ val: 1 }).equals(new WithId({ val: 1 }))).toBe(true);
    expect(new WithId({ val: 1 }).equals(new WithId({ val: 2 }))).toBe(false);
    expect(new WithTimes({ created: '2024-01-01' }).equals(new WithTimes({}))).toBe(true);
  });

  it('compares models of different classes by their fields', () => {
    expect(new WithId({ val: 1 }).equals(new WithTimes({ val: 1 }))).toBe(true);
    expect(new WithId({ val: 1 }).equals(new Leaf({ size: 1 }))).toBe(false);
  });

  it('compares with an object by property names', () => {
    expect(new WithId({ val: 1 }).equals({ val: 1 })).toBe(true);
    expect(new WithId({ val: 1 }).equals({ val: 1, id: 'x' })).toBe(false);
    expect([null, 5, 'x', undefined].map((other) => new WithId({}).equals(other))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('sees instants to the microsecond, whatever their zone', () => {
    const at = (timestamp: string, id = EVERYTHING.uuid): State =>
      State.parse({ id, type: 'RUNNING', timestamp, state_details: {} });
    expect(at('2024-01-01T00:00:00.000001Z').equals(at('2024-01-01T02:00:00.000001+02:00'))).toBe(true);
    expect(at('2024-01-01T00:00:00.000001Z').equals(at('2024-01-01T00:00:00.000002Z'))).toBe(false);
  });

  it('sees into data, where the id of a model counts', () => {
    const timestamp = '2024-01-01T00:00:00Z';
    const inner = State.completed({ timestamp });
    const outer = State.completed({ timestamp, data: [inner] });
    expect(outer.equals(State.completed({ timestamp, data: [inner.copy({ update: { timestamp } })] }))).toBe(true);
    expect(
      outer.equals(State.completed({ timestamp, data: [inner.copy({ update: { timestamp }, resetFields: true })] })),
    ).toBe(false);
    expect(State.completed({ timestamp, data: 1 }).equals(State.completed({ timestamp, data: true }))).toBe(false);
  });

  it('compares a field of every kind', () => {
    expect(Everything.parse(EVERYTHING).equals(Everything.parse(EVERYTHING))).toBe(true);
    for (const change of [
      { secret_string: 'x' },
      { bytes: 'x' },
      { list: [] },
      { nested: { size: 4 } },
      { record: null },
    ]) {
      expect(Everything.parse(EVERYTHING).equals(Everything.parse({ ...EVERYTHING, ...change }))).toBe(false);
    }
  });
});

describe('repr(), toString() and inspect', () => {
  it('show the class and its fields as Python writes values', () => {
    const text = "Leaf(size=1, note='it\\'s \"n\"')";
    const leaf = new Leaf({ size: 1, note: 'it\'s "n"' });
    expect([leaf.repr(), String(leaf), inspect(leaf), inspect([leaf])]).toEqual([text, text, text, `[ ${text} ]`]);
  });

  it('show no secret', () => {
    const model = Everything.parse(EVERYTHING);
    for (const text of [model.repr(), String(model), inspect(model), inspect({ ...model }, { depth: null })]) {
      expect(text).not.toMatch(/s3cr3t|b1t3s/);
    }
  });

  it('leave out fields that ask for it', () => {
    class Row extends OrmBaseModel {}
    expect(new Row({ id: EVERYTHING.uuid }).repr()).toBe(`Row(id='${EVERYTHING.uuid}')`);
  });
});

describe('fromOrm()', () => {
  class Row extends OrmBaseModel {
    @Field.string() declare name: string;
    @Field.nested(() => StateDetails, { default: null }) declare details: StateDetails | null;
  }

  it('reads the fields of a row by their property names', () => {
    const row = {
      id: EVERYTHING.uuid,
      name: 'n',
      created: null,
      details: new StateDetails({ cacheKey: 'k' }),
      other: 1,
    };
    expect(Row.fromOrm(row)).toMatchObject({ id: EVERYTHING.uuid, name: 'n', details: { cacheKey: 'k' } });
  });

  it('refuses a row that lacks a field', () => {
    expect(() => Row.fromOrm({})).toThrow('field required');
  });
});
