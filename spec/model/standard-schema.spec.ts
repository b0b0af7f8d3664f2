import { type StandardJSONSchemaV1, type StandardSchemaV1 } from '@standard-schema/spec';

import { PrefectBaseModel, State, StateCreate, StateDetails } from '../../src/index.js';
import { Leaf } from '../support/models.js';

const standard = (model: StandardSchemaV1 & StandardJSONSchemaV1) => model['~standard'];

describe("Model['~standard']", () => {
  it('is a Standard Schema of version 1', () => {
    expect(standard(State)).toMatchObject({ version: 1, vendor: 'prefect-states' });
  });

  it('validates, and gives an instance of the class it is asked of', async () => {
    for (const model of [State, StateCreate]) {
      const result = await standard(model).validate({ type: 'RUNNING' });
      expect((result as { value: unknown }).value).toBeInstanceOf(model);
    }
  });

  it('gives issues with their paths', () => {
    expect(standard(State).validate({ type: 'RUNNING', state_details: { flow_run_id: 'x' } })).toEqual({
      issues: [{ message: 'value is not a valid uuid', path: ['state_details', 'flow_run_id'] }],
    });
  });

  it('has no way to the value as a whole, whatever the wire calls it', () => {
    expect(standard(State).validate(5)).toEqual({ issues: [{ message: 'State expected dict not int', path: [] }] });
  });

  it('lets other errors through', () => {
    class Broken extends PrefectBaseModel {
      static override checkField(): string {
        throw new RangeError('broken rule');
      }
    }
    class Holder extends Leaf {
      static override checkField = Broken.checkField.bind(Broken);
    }
    expect(() => standard(Holder).validate({ size: 1 })).toThrow('broken rule');
  });

  it('gives JSON Schemas for the targets it knows', () => {
    const { input, output } = standard(StateDetails).jsonSchema;
    expect(input({ target: 'draft-2020-12' })).toEqual(StateDetails.jsonSchema());
    expect(output({ target: 'draft-07' })).toEqual(StateDetails.jsonSchema({ target: 'draft-07', io: 'output' }));
    expect(() => input({ target: 'draft-04' })).toThrow("JSON Schema target 'draft-04' is not one of");
  });
});
