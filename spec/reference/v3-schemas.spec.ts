/* Ported from the reference, prefect 3.8.8: tests/server/utilities/test_schemas.py, what is not about Python's descriptors. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';

import { currentDateTime, Field, IdBaseModel, OrmBaseModel, PrefectBaseModel } from '../../src/index.js';
import { prefect3 } from '../../src/v3/index.js';

const FILE = 'tests/server/utilities/test_schemas.py';

/** Whether a model over a base class that was loaded with a setting of the test mode takes a name that is no field. */
async function takesExtras(testMode: string | null): Promise<boolean> {
  const before = process.env.PREFECT_TEST_MODE;
  if (testMode === null) delete process.env.PREFECT_TEST_MODE;
  else process.env.PREFECT_TEST_MODE = testMode;
  let taken = false;
  try {
    await jest.isolateModulesAsync(async () => {
      const [loaded, v3] = [await import('../../src/index.js'), await import('../../src/v3/index.js')];
      class Model extends loaded.PrefectBaseModel {
        static override readonly wire = v3.prefect3;
        @loaded.Field.int() declare x: number;
      }
      taken = Model.safeParse({ x: 1, y: 2 }).success;
    });
  } finally {
    if (before === undefined) delete process.env.PREFECT_TEST_MODE;
    else process.env.PREFECT_TEST_MODE = before;
  }
  return taken;
}

describe(`${FILE}::TestExtraForbidden`, () => {
  it('::test_extra_attributes_are_allowed_during_unit_tests', async () => {
    expect(await takesExtras('1')).toBe(true);
  });

  it.each(['0', 'False', '', null])('::test_extra_attributes_are_allowed_outside_test_mode[%s]', async (falsey) => {
    expect(await takesExtras(falsey)).toBe(true);
  });

  it.each(['1', 'True', 'true'])('::test_extra_attributes_are_allowed_with_truthy_test_mode[%s]', async (truthy) => {
    expect(await takesExtras(truthy)).toBe(true);
  });
});

describe(`${FILE}::TestNestedDict`, () => {
  class Child extends PrefectBaseModel<Child> {
    static override readonly wire = prefect3;
    @Field.int() declare z: number;
  }
  class Parent extends PrefectBaseModel<Parent> {
    static override readonly wire = prefect3;
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

  it('::test_custom_dump_methods_respected', () => {
    const [deep, shallow] = [nested.dict({ include: ['y'] }), nested.dict({ include: ['y'], shallow: true })];
    expect(deep).toEqual({ y: { z: 2 } });
    expect(deep.y).not.toBeInstanceOf(PrefectBaseModel);
    expect(shallow).toEqual({ y: nested.y });
    expect(shallow.y).toBeInstanceOf(PrefectBaseModel);
  });
});

describe(FILE, () => {
  class CopyOnValidationChild extends OrmBaseModel<CopyOnValidationChild> {
    static override readonly wire = prefect3;
    @Field.int() declare x: number;
  }
  class CopyOnValidationParent extends OrmBaseModel<CopyOnValidationParent> {
    static override readonly wire = prefect3;
    @Field.int() declare x: number;
    @Field.nested(() => CopyOnValidationChild) declare child: CopyOnValidationChild;
  }

  it('::test_assignment_preserves_ids', () => {
    const [childId, parentId] = [randomUUID(), randomUUID()];
    const child = new CopyOnValidationChild({ id: childId, x: 1 });
    const parent = new CopyOnValidationParent({ id: parentId, x: 1, child });
    expect([child.id, parent.id, parent.child.id]).toEqual([childId, parentId, childId]);
  });
});

describe(`${FILE}::TestEqualityExcludedFields`, () => {
  class WithId extends IdBaseModel<WithId> {
    static override readonly wire = prefect3;
    @Field.int() declare val: number;
  }
  class WithTimes extends OrmBaseModel<WithTimes> {
    static override readonly wire = prefect3;
    @Field.int() declare val: number;
  }

  it('::test_idbasemodel_equality', () => {
    const make = (val: number): WithId => new WithId({ id: randomUUID(), val });
    expect(make(1).equals(make(1))).toBe(true);
    expect(make(1).equals(make(2))).toBe(false);
  });

  it('::test_ormbasemodel_equality', () => {
    const now = currentDateTime();
    const x1 = new WithTimes({ id: randomUUID(), created: now, val: 1 });
    const x2 = new WithTimes({ id: randomUUID(), created: now.plus({ hours: 1 }), val: 1 });
    const x3 = new WithTimes({ id: randomUUID(), created: now.minus({ hours: 1 }), val: 2 });
    expect(x1.equals(x2)).toBe(true);
    expect(x1.created).not.toEqual(x2.created);
    expect(x1.equals(x3)).toBe(false);
  });

  it('::test_mixed_model_equality', () => {
    class Bare extends PrefectBaseModel<Bare> {
      static override readonly wire = prefect3;
      @Field.int() declare val: number;
    }
    const [x, y, z] = [new WithId({ val: 1 }), new WithTimes({ val: 1 }), new Bare({ val: 1 })];
    // a foreign model of the reference is an object by property names here
    expect([x.equals(y), y.equals(z), z.equals({ val: 1 })]).toEqual([true, true, true]);
    expect(x.id).not.toBe(y.id);
  });

  it('::test_right_equality_fails', () => {
    const [x, foreign] = [new WithId({ val: 1 }), { val: 1 }];
    expect(x.equals(foreign)).toBe(true);
    // asked the other way round, it is the foreign object's own notion that counts: for it the id matters
    expect(foreign).not.toEqual({ ...x });
  });
});
