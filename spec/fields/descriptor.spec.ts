import { Field } from '../../src/fields/index.js';
import { fieldsOf } from '../../src/fields/descriptor.js';

describe('declareField()', () => {
  class Base {}
  Field.int()(Base.prototype as never, 'size');
  class Child extends Base {}
  Field.string()(Child.prototype as never, 'name');

  it('writes a field on the class that declares it, where no name of the class shows it', () => {
    expect(fieldsOf(Base.prototype).map(({ property }) => property)).toEqual(['size']);
    expect(fieldsOf(Child.prototype).map(({ property }) => property)).toEqual(['size', 'name']);
    expect(Object.keys(Child.prototype)).toEqual([]);
    expect({ ...Child.prototype }).toEqual({});
  });

  it('asks no registry that other packages may replace', () => {
    const { getOwnMetadata } = Reflect;
    Reflect.getOwnMetadata = () => undefined;
    try {
      expect(fieldsOf(Base.prototype)).toHaveLength(1);
    } finally {
      Reflect.getOwnMetadata = getOwnMetadata;
    }
  });
});
