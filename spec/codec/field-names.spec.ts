import { Field, fieldNames, IdBaseModel, PrefectBaseModel, StateDetails } from '../../src/index.js';

describe('fieldNames()', () => {
  it('lists the fields by their property names, those of the classes it extends first', () => {
    class Job extends IdBaseModel<Job> {
      @Field.string({ name: 'kind' }) declare title: string;
      @Field.int({ default: 0 }) declare attempts: number;
    }
    expect(fieldNames(Job)).toEqual(['id', 'title', 'attempts']);
    expect(fieldNames(StateDetails)).toHaveLength(15);
  });

  it('has no name of a property whose decorator is missing', () => {
    class Job extends PrefectBaseModel<Job> {
      @Field.string() declare owner: string;
      declare size: number;
    }
    expect(fieldNames(Job)).toEqual(['owner']);
  });

  it('refuses a class that makes no model, as parse does', () => {
    class Job extends PrefectBaseModel<Job> {
      @Field.string({ name: 'size' }) declare owner: string;
      @Field.int() declare size: number;
    }
    expect(() => fieldNames(Job)).toThrow('Job');
  });
});
