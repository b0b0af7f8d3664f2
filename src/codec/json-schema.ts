/* Plan -> JSON Schema, by wire names. */
import { type JsonSchema, type SchemaRefs } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';

/** Where the schema is to be read. OpenAPI 3.0 has its own way to say null and to share schemas. */
export type SchemaTarget = 'draft-2020-12' | 'draft-07' | 'openapi-3.0';

/** Which JSON Schema is asked for. */
export interface JsonSchemaOptions {
  /** @defaultValue 'draft-2020-12' */
  readonly target?: SchemaTarget;
  /** What is taken (defaults may be absent), or what is written (every field is there). @defaultValue 'input' */
  readonly io?: 'input' | 'output';
}

const DIALECTS = {
  'draft-2020-12': { uri: 'https://json-schema.org/draft/2020-12/schema', shared: '$defs' },
  'draft-07': { uri: 'http://json-schema.org/draft-07/schema#', shared: 'definitions' },
  'openapi-3.0': { uri: undefined, shared: 'components/schemas' },
} as const;

/** The schema of a model; nested models are shared under `$defs` (or `definitions`, or `components.schemas`). */
export function jsonSchemaOf(plan: Plan, { target = 'draft-2020-12', io = 'input' }: JsonSchemaOptions): JsonSchema {
  const dialect = DIALECTS[target];
  const shared: Record<string, JsonSchema | null> = {};
  const refs: SchemaRefs = {
    io,
    refTo(name, make) {
      // null holds the place while the schema is made: a model may nest itself
      if (!(name in shared)) {
        shared[name] = null;
        shared[name] = make();
      }
      return { $ref: `#/${dialect.shared}/${name}` };
    },
  };
  const schema = objectSchema(plan, refs);
  const whole = {
    ...(dialect.uri === undefined ? {} : { $schema: dialect.uri }),
    ...schema,
    ...(Object.keys(shared).length === 0 ? {} : nest(dialect.shared, shared)),
  };
  return tidy(whole, target === 'openapi-3.0') as JsonSchema;
}

/** The schema of a model's own fields. */
export function objectSchema(plan: Plan, refs: SchemaRefs): JsonSchema {
  const fields = refs.io === 'output' ? plan.written : plan.fields;
  const required = fields.filter((field) => refs.io === 'output' || field.required).map((field) => field.wireName);
  return {
    title: plan.model.name,
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.wireName, fieldSchema(field, refs)])),
    ...(required.length === 0 ? {} : { required }),
    ...(plan.forbidsExtras ? { additionalProperties: false } : {}),
  };
}

function fieldSchema(field: PlannedField, refs: SchemaRefs): JsonSchema {
  const { kind, nullable, options, constant } = field;
  const own = kind.schema(refs);
  const takesNull = nullable && Object.keys(own).length > 0;
  return {
    ...(takesNull ? { anyOf: [own, { type: 'null' }] } : own),
    description: options.description,
    examples: options.examples,
    default: constant,
  };
}

function nest(path: string, value: unknown): JsonSchema {
  return path.split('/').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as JsonSchema;
}

/** Drops what is not said, and says null as the target does. */
function tidy(schema: unknown, openApi: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((item) => tidy(item, openApi));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(openApi ? withNullable(schema as JsonSchema) : schema);
  return Object.fromEntries(
    entries.filter(([, item]) => item !== undefined).map(([key, item]) => [key, tidy(item, openApi)]),
  );
}

function withNullable(schema: JsonSchema): JsonSchema {
  const { anyOf, examples, ...rest } = schema;
  const example = Array.isArray(examples) ? { example: examples[0] as unknown } : {};
  if (!Array.isArray(anyOf)) return { ...rest, ...example };
  const own = anyOf[0] as JsonSchema;
  // OpenAPI 3.0 ignores whatever stands beside a $ref
  return { ...('$ref' in own ? { allOf: [own] } : own), ...rest, ...example, nullable: true };
}
