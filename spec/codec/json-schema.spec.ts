import { Field, PrefectBaseModel, State, StateCreate, StateDetails } from '../../src/index.js';
import { Everything, Leaf, Tree } from '../support/models.js';

interface Schema {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [name: string]: unknown;
}
const schemaOf = (model: { jsonSchema(options?: object): object }, options?: object): Schema =>
  model.jsonSchema(options) as Schema;

describe('jsonSchema()', () => {
  it('describes what a class takes, by wire names', () => {
    const schema = schemaOf(State);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'State',
      type: 'object',
      required: ['type'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
        timestamp: { type: 'string', format: 'date-time' },
        message: { examples: ['Run started'] },
        state_details: { $ref: '#/$defs/StateDetails' },
      },
    });
    expect(schema.properties.type?.enum).toHaveLength(9);
    expect(Object.keys(schema.$defs?.StateDetails?.properties ?? {})).toHaveLength(15);
    expect(schema).not.toHaveProperty('additionalProperties');
  });

  it('describes what a class writes', () => {
    const written = schemaOf(StateCreate, { io: 'output' });
    expect(written.required).toEqual(['type', 'name', 'message', 'data', 'state_details']);
    expect(written.properties).not.toHaveProperty('timestamp');
    expect(schemaOf(StateCreate)).toMatchObject({ additionalProperties: false, required: ['type'] });
    expect(schemaOf(StateCreate).properties).toHaveProperty('timestamp');
  });

  it('describes a field of every kind', () => {
    expect(schemaOf(Everything).properties).toMatchObject({
      string: { type: 'string', default: 'text' },
      bool: { type: 'boolean', default: false },
      int: { type: 'integer', default: 1 },
      float: { type: 'number', default: 0.5 },
      enum: { type: 'string', enum: ['RED', 'BLUE'], default: 'RED' },
      anything: { default: null },
      list: { type: 'array', items: { type: 'string' } },
      record: { anyOf: [{ type: 'object', additionalProperties: { type: 'integer' } }, { type: 'null' }] },
      leaves: { items: { $ref: '#/$defs/Leaf' } },
      secret_string: { anyOf: [{ type: 'string', format: 'password', writeOnly: true }, { type: 'null' }] },
    });
  });

  it('tells limits', () => {
    class Limited extends PrefectBaseModel {
      @Field.string({ minLength: 1, maxLength: 9, pattern: /a/ }) declare text: string;
      @Field.int({ minimum: 0, exclusiveMaximum: 10 }) declare number: number;
    }
    expect(schemaOf(Limited).properties).toEqual({
      text: { type: 'string', minLength: 1, maxLength: 9, pattern: '^(?:a)' },
      number: { type: 'integer', minimum: 0, exclusiveMaximum: 10 },
    });
  });

  it('shares a model that nests itself', () => {
    expect(schemaOf(Tree)).toMatchObject({
      properties: { child: { anyOf: [{ $ref: '#/$defs/Tree' }, { type: 'null' }] } },
    });
    expect(schemaOf(Tree).$defs?.Tree?.properties).toHaveProperty('child');
  });

  it('speaks draft-07 and OpenAPI 3.0', () => {
    expect(schemaOf(State, { target: 'draft-07' })).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { state_details: { $ref: '#/definitions/StateDetails' } },
    });
    const open = schemaOf(State, { target: 'openapi-3.0' });
    expect(open).toMatchObject({
      properties: {
        message: { type: 'string', nullable: true, example: 'Run started' },
        state_details: { $ref: '#/components/schemas/StateDetails' },
      },
      components: { schemas: { StateDetails: { type: 'object' } } },
    });
    expect(open).not.toHaveProperty('$schema');
  });

  it('says bounds and nulls in the words of OpenAPI 3.0', () => {
    class Limited extends PrefectBaseModel {
      @Field.int({ minimum: 0, exclusiveMaximum: 10, default: null }) declare number: number | null;
      @Field.enum({ A: 'A' }, { nullable: true }) declare letter: 'A' | null;
      @Field.nested(() => Leaf, { description: 'a leaf', default: null }) declare leaf: Leaf | null;
    }
    expect(schemaOf(Limited, { target: 'openapi-3.0' }).properties).toEqual({
      number: { type: 'integer', minimum: 0, maximum: 10, exclusiveMaximum: true, nullable: true, default: null },
      letter: { type: 'string', enum: ['A', null], nullable: true },
      leaf: {
        allOf: [{ $ref: '#/components/schemas/Leaf' }],
        nullable: true,
        description: 'a leaf',
        default: null,
      },
    });
  });

  it('keeps two classes of one name apart', () => {
    const other = (() => {
      class Leaf extends PrefectBaseModel {
        @Field.string({ default: '' }) declare colour: string;
      }
      return Leaf;
    })();
    class Both extends PrefectBaseModel {
      @Field.nested(() => Leaf) declare one: Leaf;
      @Field.nested(() => other) declare two: InstanceType<typeof other>;
    }
    const { properties, $defs } = schemaOf(Both);
    expect(properties).toMatchObject({ one: { $ref: '#/$defs/Leaf' }, two: { $ref: '#/$defs/Leaf_2' } });
    expect($defs?.Leaf_2?.properties).toHaveProperty('colour');
  });

  it('takes the schema that a field gives', () => {
    class Given extends PrefectBaseModel {
      @Field.json({ default: null, schema: { type: 'object' } }) declare anything: unknown;
    }
    expect(schemaOf(Given).properties.anything).toEqual({ type: 'object', default: null });
  });

  it('is the schema of the fields, not of what was read once', () => {
    expect(schemaOf(StateDetails)).toEqual(schemaOf(StateDetails));
    expect(schemaOf(StateDetails)).not.toHaveProperty('required');
  });
});
