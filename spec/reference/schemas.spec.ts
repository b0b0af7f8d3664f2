/* Ported from the reference, prefect 2.20.25: tests/server/utilities/test_schemas.py, one by one. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DateTime } from 'luxon';

import {
  currentDateTime,
  Field,
  formatDateTime,
  IdBaseModel,
  OrmBaseModel,
  PrefectBaseModel,
} from '../../src/index.js';

const FILE = 'tests/server/utilities/test_schemas.py';

/** A model over a base class that was loaded with a setting of the test mode. */
async function withTestMode(value: string | null, use: (model: new (fields: object) => object) => void): Promise<void> {
  const before = process.env.PREFECT_TEST_MODE;
  if (value === null) delete process.env.PREFECT_TEST_MODE;
  else process.env.PREFECT_TEST_MODE = value;
  try {
    await jest.isolateModulesAsync(async () => {
      const loaded = await import('../../src/index.js');
      class Model extends loaded.PrefectBaseModel {
        @loaded.Field.int() declare x: number;
      }
      use(Model);
    });
  } finally {
    if (before === undefined) delete process.env.PREFECT_TEST_MODE;
    else process.env.PREFECT_TEST_MODE = before;
  }
}

describe(`${FILE}::TestExtraForbidden`, () => {
  it('::test_extra_attributes_are_forbidden_during_unit_tests', async () => {
    // the reference's own tests run in test mode
    await withTestMode('1', (Model) => {
      expect(() => new Model({ x: 1, y: 2 })).toThrow('extra fields not permitted');
    });
  });

  it.each(['0', 'False', '', null])('::test_extra_attributes_are_allowed_outside_test_mode[%s]', async (falsey) => {
    await withTestMode(falsey, (Model) => {
      expect(new Model({ x: 1, y: 2 })).toEqual(new Model({ x: 1 }));
    });
  });

  it.each(['1', 'True', 'true'])(
    '::test_extra_attributes_are_not_allowed_with_truthy_test_mode[%s]',
    async (truthy) => {
      await withTestMode(truthy, (Model) => {
        expect(() => new Model({ x: 1, y: 2 })).toThrow('extra fields not permitted');
      });
    },
  );
});

describe(`${FILE}::TestNestedDict`, () => {
  class Child extends PrefectBaseModel {
    @Field.int() declare z: number;
  }
  class Parent extends PrefectBaseModel {
    @Field.int() declare x: number;
    @Field.nested(() => Child) declare y: Child;
  }
  const nested = new Parent({ x: 1, y: new Child({ z: 2 }) });

  it('::test_full_dict', () => {
    expect(nested.dict()).toEqual({ x: 1, y: { z: 2 } });
    expect(nested.dict().y).not.toBeInstanceOf(PrefectBaseModel);
  });

  it('::test_simple_dict', () => {
    const simple = Object.fromEntries(Object.entries(nested));
    expect(simple).toEqual({ x: 1, y: nested.y });
    expect(simple.y).toBeInstanceOf(PrefectBaseModel);
  });

  it('::test_shallow_true', () => {
    expect(nested.dict({ shallow: true })).toEqual(Object.fromEntries(Object.entries(nested)));
    expect(nested.dict({ shallow: true }).y).toBeInstanceOf(PrefectBaseModel);
  });

  it('::test_kwargs_respected', () => {
    const deep = nested.dict({ include: ['y'] });
    const shallow = nested.dict({ include: ['y'], shallow: true });
    expect(deep.y).not.toBeInstanceOf(PrefectBaseModel);
    expect(shallow.y).toBeInstanceOf(PrefectBaseModel);
    expect(deep).toEqual({ y: { z: 2 } });
    expect(nested.y.equals(deep.y)).toBe(true);
    expect(shallow).toEqual({ y: nested.y });
  });
});

describe(`${FILE}::TestJsonCompatibleDict`, () => {
  class Model extends PrefectBaseModel {
    @Field.uuid() declare x: string;
    @Field.dateTime() declare y: DateTime;
  }
  class Child extends PrefectBaseModel {
    @Field.uuid() declare z: string;
  }
  class Parent extends PrefectBaseModel {
    @Field.uuid() declare x: string;
    @Field.nested(() => Child) declare y: Child;
  }

  it('::test_json_compatible_and_nested_errors', () => {
    const model = new Model({ x: randomUUID(), y: currentDateTime() });
    expect(() => model.dict({ jsonCompatible: true, shallow: true })).toThrow(/only be applied to the entire object/);
  });

  it('::test_json_compatible', () => {
    const model = new Model({ x: randomUUID(), y: currentDateTime() });
    const d1 = model.dict();
    const d2 = model.dict({ jsonCompatible: true });
    expect(d1.x).toBe(model.x);
    expect(d2.x).toBe(model.x);
    expect(DateTime.isDateTime(d1.y) && d1.y === model.y).toBe(true);
    expect(d2.y).toBe(formatDateTime(model.y));
  });

  it('::test_json_applies_to_nested', () => {
    const nested = new Parent({ x: randomUUID(), y: new Child({ z: randomUUID() }) });
    expect(nested.dict({ jsonCompatible: true })).toEqual({ x: nested.x, y: { z: nested.y.z } });
  });
});

describe(FILE, () => {
  class CopyOnValidationChild extends OrmBaseModel {
    @Field.int() declare x: number;
  }
  class CopyOnValidationParent extends OrmBaseModel {
    @Field.int() declare x: number;
    @Field.nested(() => CopyOnValidationChild) declare child: CopyOnValidationChild;
  }

  it('::test_assignment_preserves_ids', () => {
    const [childId, parentId] = [randomUUID(), randomUUID()];
    const child = new CopyOnValidationChild({ id: childId, x: 1 });
    const parent = new CopyOnValidationParent({ id: parentId, x: 1, child });
    expect(child.id).toBe(childId);
    expect(parent.id).toBe(parentId);
    expect(parent.child.id).toBe(childId);
  });
});

describe(`${FILE}::TestEqualityExcludedFields`, () => {
  it('::test_idbasemodel_equality', () => {
    class X extends IdBaseModel {
      @Field.int() declare x: number;
    }
    expect(new X({ id: randomUUID(), x: 1 }).equals(new X({ id: randomUUID(), x: 1 }))).toBe(true);
    expect(new X({ id: randomUUID(), x: 1 }).equals(new X({ id: randomUUID(), x: 2 }))).toBe(false);
  });

  it('::test_ormbasemodel_equality', () => {
    class X extends OrmBaseModel {
      @Field.int() declare x: number;
    }
    const x1 = new X({ id: randomUUID(), created: currentDateTime(), x: 1 });
    const x2 = new X({ id: randomUUID(), created: currentDateTime().plus({ hours: 1 }), x: 1 });
    const x3 = new X({ id: randomUUID(), created: currentDateTime().minus({ hours: 1 }), x: 2 });
    expect(x1.equals(x2)).toBe(true);
    expect(x1.created).not.toEqual(x2.created);
    expect(x1.equals(x3)).toBe(false);
  });

  class X extends IdBaseModel {
    @Field.int() declare val: number;
  }

  it('::test_mixed_model_equality', () => {
    class Y extends OrmBaseModel {
      @Field.int() declare val: number;
    }
    class Z extends PrefectBaseModel {
      @Field.int() declare val: number;
    }
    const [x, y, z] = [new X({ val: 1 }), new Y({ val: 1 }), new Z({ val: 1 })];
    // a foreign model of the reference is an object by property names here
    expect([x.equals(y), y.equals(z), z.equals({ val: 1 })]).toEqual([true, true, true]);
    expect(x.id).not.toBe(y.id);
  });

  it('::test_right_equality_fails', () => {
    const [x, foreign] = [new X({ val: 1 }), { val: 1 }];
    expect(x.equals(foreign)).toBe(true);
    // asked the other way round, it is the foreign object's own notion that counts: for it the id matters
    expect(foreign).not.toEqual({ ...x });
  });
});

describe(`${FILE}::TestDatetimeTZ`, () => {
  class Model extends PrefectBaseModel {
    @Field.dateTime() declare dttz: DateTime;
  }
  const model = new Model({ dttz: new Date(Date.UTC(2022, 0, 1)) });

  it('::test_tz_adds_timezone', () => {
    expect(model.dttz.zoneName).toBe('UTC');
  });

  it('::test_tz_is_pydantic_object', () => {
    expect(DateTime.isDateTime(model.dttz)).toBe(true);
  });
});
