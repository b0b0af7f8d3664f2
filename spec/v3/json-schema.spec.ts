/*
 * The JSON Schemas of the second wire are what Prefect 3.8.8 gives of the same models. Compared is the content of the whole
 * schema, titles and descriptions too; see `contentOf` for what is none.
 */
import { type DateTime } from 'luxon';

import {
  Field,
  IdBaseModel,
  type JsonSchema,
  type JsonSchemaOptions,
  types,
  OrmBaseModel,
  PrefectBaseModel,
  StateType,
} from '../../src/index.js';
import { CountByState, prefect3, ResultRecordMetadata, State, StateBaseModel } from '../../src/v3/index.js';
import { type SecretBytes, type SecretString, StateCreate, StateDetails } from '../../src/v3/index.js';
import { readLines } from '../support/fixtures.js';

interface Recorded {
  readonly model: string;
  readonly mode: 'validation' | 'serialization';
  readonly schema: JsonSchema;
}
const RECORDED = readLines<Recorded>('prefect-3.8.8-json-schemas.jsonl');
const IO = { validation: 'input', serialization: 'output' } as const;

/** The class is abstract: asked is one that adds nothing to it. */
const ownBase = {
  StateBaseModel: class extends StateBaseModel {},
}.StateBaseModel;

const colour = types.enum({ RED: 'RED', BLUE: 'BLUE' }, { title: 'Colour' });

class Leaf extends PrefectBaseModel<Leaf> {
  static override readonly wire = prefect3;
  @Field.int() declare size: number;
}

/** Mirrors the model of this name in `spec/fixtures/json-schemas.py`. */
class AllKinds extends PrefectBaseModel<AllKinds> {
  static override readonly wire = prefect3;
  @Field.uuid() declare uuid: string;
  @Field.string({ default: 'text' }) declare text: string;
  @Field.string({ default: null, minLength: 1, maxLength: 9 }) declare shortText: string | null;
  @Field.bool({ default: false }) declare flag: boolean;
  @Field.int({ default: 1, minimum: 0, exclusiveMaximum: 10 }) declare whole: number;
  @Field.float({ default: 0.5 }) declare real: number;
  @Field.dateTime() declare at: DateTime;
  @Field.of(colour, { default: 'RED' }) declare colour: 'RED' | 'BLUE';
  @Field.of(colour, { default: null, description: 'a colour or none' }) declare noColour: 'RED' | 'BLUE' | null;
  @Field.literal(['a'], { default: 'a' }) declare one: 'a';
  @Field.literal(['a', 'b'], { default: null }) declare two: 'a' | 'b' | null;
  @Field.json() declare anything: unknown;
  @Field.json({ nullable: true }) declare anythingOrNull: unknown;
  @Field.json({ default: null, examples: [1, 2] }) declare nothingYet: unknown;
  @Field.list(types.string(), { default: () => [], maxItems: 3 }) declare texts: string[];
  @Field.nested(() => Leaf) declare leaf: Leaf;
  @Field.nested(() => Leaf, { default: null }) declare noLeaf: Leaf | null;
  @Field.list(types.nested(() => Leaf), { default: null })
  declare leaves: Leaf[] | null;
  @Field.record(types.int(), { default: () => ({}) }) declare byName: Record<string, number>;
  @Field.record(types.json, { default: () => ({}) }) declare anyByName: Record<string, unknown>;
  @Field.union([types.int(), types.string()], { default: 5 }) declare either: number | string;
  @Field.union([types.int(), types.nested(() => Leaf)], { default: null }) declare eitherOrNull: number | Leaf | null;
  @Field.bytes() declare blob: Uint8Array;
  @Field.secretString({ default: null }) declare secret: SecretString | null;
  @Field.secretBytes() declare secretBlob: SecretBytes;
  @Field.string({ name: 'Other_name2x' }) declare other: string;
}

/** Has an id, and nothing that must be given. */
class Tags extends IdBaseModel<Tags> {
  static override readonly wire = prefect3;
  @Field.list(types.string(), { default: () => [] }) declare tags: string[];
}

/** Has an id, two times, and a field that must be given. */
class Row extends OrmBaseModel<Row> {
  static override readonly wire = prefect3;
  @Field.string() declare name: string;
}

interface Described {
  jsonSchema(options: JsonSchemaOptions): JsonSchema;
}
const MODELS = {
  State,
  StateDetails,
  StateBaseModel: ownBase,
  StateCreate,
  CountByState,
  ResultRecordMetadata,
  AllKinds,
  Tags,
  Row,
} as unknown as Readonly<Record<string, Described>>;

/**
 * What a schema says. These say nothing: the order of keys and of required names, an empty list of required names, and
 * which dialect it is in, which pydantic leaves out.
 */
function contentOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(contentOf);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === '$schema') return [];
    if (key !== 'required' || !Array.isArray(value)) return [[key, contentOf(value)]];
    return value.length === 0 ? [] : [[key, [...(value as string[])].sort()]];
  });
  return Object.fromEntries(entries) as unknown;
}

/** Ours of the recorded name. */
function schemaOf(model: string, io: 'input' | 'output'): unknown {
  if (model === 'StateType') return (State.jsonSchema({ io }).$defs as JsonSchema).StateType;
  return MODELS[model]!.jsonSchema({ io });
}

describe('jsonSchema() of the second wire', () => {
  it.each(RECORDED.map((each) => [each.model, each.mode, each.schema] as const))(
    'is that of Prefect 3.8.8: %s for %s',
    (model, mode, schema) => {
      expect(contentOf(schemaOf(model, IO[mode]))).toEqual(contentOf(schema));
    },
  );

  it('is compared with everything that is recorded, in both modes', () => {
    expect(RECORDED.map(({ model, mode }) => `${model} ${mode}`)).toEqual(
      [...Object.keys(MODELS).slice(0, 6), 'StateType', 'AllKinds', 'Tags', 'Row'].flatMap((model) => [
        `${model} validation`,
        `${model} serialization`,
      ]),
    );
  });

  it('counts the id as required where any other field is, in what is taken too, although it may be left out', () => {
    expect(State.jsonSchema().required).toEqual(['type', 'id']);
    expect(State.safeParse({ type: 'RUNNING' }).success).toBe(true);
    expect(Tags.jsonSchema()).not.toHaveProperty('required');
  });

  it('names a serializer as Prefect does, although it keeps what any serializer says of itself', () => {
    const { $defs } = ResultRecordMetadata.jsonSchema() as { $defs: Record<string, JsonSchema> };
    expect($defs.Serializer).toMatchObject({ additionalProperties: false, required: ['type'] });
    expect(ResultRecordMetadata.parse({ serializer: { type: 'json', jsonlib: 'json' } }).serializer).toHaveProperty(
      'jsonlib',
    );
  });

  it('describes a subclass by its own words, not by those of the class that it extends', () => {
    class Job extends State<Job> {
      @Field.string({ default: null }) declare ownerName: string | null;
    }
    class Told extends Job {
      static override readonly description = 'A state with an owner.';
    }
    expect(Job.jsonSchema()).toMatchObject({ title: 'Job', properties: { owner_name: { title: 'Owner Name' } } });
    expect(Job.jsonSchema()).not.toHaveProperty('description');
    expect(Told.jsonSchema().description).toBe('A state with an owner.');
  });

  it('shares the types of states in every dialect', () => {
    const values = Object.values(StateType);
    expect(StateCreate.jsonSchema({ target: 'draft-07' })).toMatchObject({
      properties: {
        type: { allOf: [{ $ref: '#/definitions/StateType' }], description: 'The type of the state to create' },
      },
      definitions: { StateType: { enum: values } },
    });
    expect(State.jsonSchema({ target: 'openapi-3.0' })).toMatchObject({
      properties: {
        type: { $ref: '#/components/schemas/StateType' },
        message: { type: 'string', nullable: true, title: 'Message', example: 'Run started' },
        data: { default: null, title: 'Data' },
      },
      components: { schemas: { StateType: { enum: values } } },
    });
  });

  it('says one value of OpenAPI 3.0 as a list of one, which has no other word for it', () => {
    const { properties } = AllKinds.jsonSchema({ target: 'openapi-3.0' }) as { properties: Record<string, JsonSchema> };
    expect(properties.one).toEqual({ type: 'string', enum: ['a'], default: 'a', title: 'One' });
    expect(properties.nothing_yet).toEqual({ default: null, example: 1, title: 'Nothing Yet' });
  });
});
