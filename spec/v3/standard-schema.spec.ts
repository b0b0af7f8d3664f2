/* The classes of the second wire as Standard Schemas: its words and places, and the JSON Schemas that Prefect 3 gives. */
import { type StandardJSONSchemaV1, type StandardSchemaV1 } from '@standard-schema/spec';

import { type JsonSchema, type JsonSchemaOptions, type SchemaTarget } from '../../src/index.js';
import { CountByState, ResultRecordMetadata, State, StateCreate, StateDetails } from '../../src/v3/index.js';

type Standard = StandardSchemaV1 &
  StandardJSONSchemaV1 & { readonly jsonSchema: (options: JsonSchemaOptions) => JsonSchema };
const CLASSES: readonly (readonly [Standard, object])[] = [
  [State, { type: 'RUNNING' }],
  [StateDetails, {}],
  [StateCreate, { type: 'RUNNING' }],
  [CountByState, {}],
  [ResultRecordMetadata, {}],
] as never;
const TARGETS: readonly SchemaTarget[] = ['draft-2020-12', 'draft-07', 'openapi-3.0'];
const issuesOf = (model: StandardSchemaV1, value: unknown): unknown =>
  (model['~standard'].validate(value) as { readonly issues?: unknown }).issues;

describe("v3 Model['~standard']", () => {
  it.each(CLASSES)('gives an instance of the class that it is asked of: %p', (model, value) => {
    const { '~standard': standard } = model;
    expect(standard).toMatchObject({ version: 1, vendor: 'prefect-states' });
    expect((standard.validate(value) as { readonly value: unknown }).value).toBeInstanceOf(model);
    expect(issuesOf(model, value)).toBeUndefined();
  });

  it('gives issues in the words of Prefect 3, each with the way to its place', () => {
    expect(issuesOf(State, { type: 'NOPE', state_details: { flow_run_id: 'x', deferred: 5 } })).toEqual([
      { message: expect.stringMatching(/^Input should be 'SCHEDULED', /) as string, path: ['type'] },
      {
        message: expect.stringMatching(/^Input should be a valid UUID, /) as string,
        path: ['state_details', 'flow_run_id'],
      },
      {
        message: 'Input should be a valid boolean, unable to interpret input',
        path: ['state_details', 'deferred'],
      },
    ]);
    expect(issuesOf(StateCreate, { id: null })).toEqual([
      { message: 'Field required', path: ['type'] },
      { message: 'Extra inputs are not permitted', path: ['id'] },
    ]);
    expect(issuesOf(StateDetails, { run_input_keyset: { description: 5 } })).toEqual([
      { message: 'Input should be a valid string', path: ['run_input_keyset', 'description'] },
    ]);
  });

  it('has no way to the value as a whole', () => {
    const message = 'Input should be a valid dictionary or object to extract fields from';
    for (const value of [null, 5, []]) expect(issuesOf(State, value)).toEqual([{ message, path: [] }]);
  });

  it.each(CLASSES)('gives one JSON Schema for what is taken and for what is written: %p', (model) => {
    const { input, output } = model['~standard'].jsonSchema;
    for (const target of TARGETS) {
      expect(input({ target })).toEqual(model.jsonSchema({ target, io: 'input' }));
      expect(output({ target })).toEqual(input({ target }));
    }
    expect(() => output({ target: 'draft-04' })).toThrow("JSON Schema target 'draft-04' is not one of");
  });
});
