/* Plan -> JSON Schema, by wire names. */
import {
  alternativesOf,
  type JsonSchema,
  saysNothing,
  type SchemaRefs,
  type SchemaStyle,
  type SchemaTarget,
  type Wire,
} from '../fields/index.js';
import { freeName } from './free-name.js';
import { type Plan, type PlannedField } from './plan/plan.js';

/** Which JSON Schema is asked for. */
export interface JsonSchemaOptions {
  /** @defaultValue 'draft-2020-12' */
  readonly target?: SchemaTarget;
  /** What is taken (defaults may be absent), or what is written (every field is there). @defaultValue 'input' */
  readonly io?: 'input' | 'output';
  /**
   * Gives what a shared schema is called, another name for each class; asked again, the same.
   * @defaultValue the class's name, with a number behind for the second of a name: `Leaf`, `Leaf_2`
   */
  readonly nameOf?: (model: { readonly name: string }) => string;
}

interface Dialect {
  readonly uri?: string;
  /** Where shared schemas stand. */
  readonly shared: readonly string[];
  /** Whether readers ignore what stands beside a `$ref`. */
  readonly refStandsAlone: boolean;
}

const DIALECTS: Readonly<Record<SchemaTarget, Dialect>> = {
  'draft-2020-12': {
    uri: 'https://json-schema.org/draft/2020-12/schema',
    shared: ['$defs'],
    refStandsAlone: false,
  },
  'draft-07': { uri: 'http://json-schema.org/draft-07/schema#', shared: ['definitions'], refStandsAlone: true },
  'openapi-3.0': { shared: ['components', 'schemas'], refStandsAlone: true },
};

/** The schema of a model; nested models are shared under `$defs` (or `definitions`, or `components.schemas`). */
export function jsonSchemaOf(
  plan: Plan,
  { target = 'draft-2020-12', io = 'input', nameOf = numbered() }: JsonSchemaOptions,
): JsonSchema {
  const { uri, shared } = DIALECTS[target];
  const schemas = new SharedSchemas(target, io, nameOf);
  const own = objectSchema(plan, schemas);
  const whole = {
    ...(uri === undefined ? {} : { $schema: uri }),
    ...own,
    ...(schemas.made.size === 0 ? {} : nest(shared, Object.fromEntries(schemas.made))),
  };
  return withoutUndefined(whole) as JsonSchema;
}

/** Collects the schemas of nested models, one a class. */
class SharedSchemas implements SchemaRefs {
  readonly made = new Map<string, JsonSchema>();
  readonly #nameOf: NonNullable<JsonSchemaOptions['nameOf']>;

  constructor(
    readonly target: SchemaTarget,
    readonly io: 'input' | 'output',
    nameOf: NonNullable<JsonSchemaOptions['nameOf']>,
  ) {
    this.#nameOf = nameOf;
  }

  refTo(model: { readonly name: string }, make: () => JsonSchema): JsonSchema {
    const name = this.#nameOf(model);
    if (!this.made.has(name)) {
      // noted before it is made: a model may nest itself
      this.made.set(name, {});
      this.made.set(name, make());
    }
    return { $ref: `#/${[...DIALECTS[this.target].shared, name].join('/')}` };
  }

  orNull(schema: JsonSchema): JsonSchema {
    // what says nothing takes null already
    if (saysNothing(schema)) return schema;
    const [first, ...others] = alternativesOf(schema);
    if (this.target !== 'openapi-3.0') return { anyOf: [first, ...others, { type: 'null' }] };
    // beside no type of its own `nullable` says nothing there
    if (others.length > 0) return { anyOf: [this.orNull(first), ...others] };
    if ('$ref' in schema) return { allOf: [schema], nullable: true };
    const values = Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {};
    return { ...schema, ...values, nullable: true };
  }
}

/** Names classes apart, each by its own name while that is free. */
function numbered(): (model: { readonly name: string }) => string {
  const names = new Map<object, string>();
  return (model) => {
    const name = names.get(model) ?? freeName(model.name, new Set(names.values()));
    names.set(model, name);
    return name;
  };
}

/** The schema of a model's own fields. */
export function objectSchema(plan: Plan, refs: SchemaRefs): JsonSchema {
  const { model, wire } = plan;
  const fields = refs.io === 'output' ? plan.written : plan.fields;
  const required = requiredOf(fields, wire, refs.io).map((field) => field.wireName);
  return {
    title: model.name,
    description: Object.hasOwn(model, 'description') ? model.description : undefined,
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.wireName, fieldSchema(field, wire, refs)])),
    ...(required.length === 0 ? {} : { required }),
    ...(plan.forbidsExtras ? { additionalProperties: false } : {}),
  };
}

/** The fields that are always there. */
function requiredOf(fields: readonly PlannedField[], { schemas }: Wire, io: SchemaRefs['io']): readonly PlannedField[] {
  if (io === 'output' && schemas.tellsWritten) return fields;
  const required = fields.filter((field) => field.required);
  // the reference forgets what it promises where it would be the only one
  if (!schemas.keepsPromises || required.length === 0) return required;
  return [...required, ...fields.filter((field) => !field.required && field.options.promised === true)];
}

function fieldSchema(field: PlannedField, { schemas }: Wire, refs: SchemaRefs): JsonSchema {
  const { kind, options } = field;
  // what is written has been derived: it is no longer the default, nor null unless that was said
  const isDerived = refs.io === 'output' && schemas.tellsWritten && options.derived !== undefined;
  const isNullable = isDerived ? options.nullable === true : field.nullable;
  const own = options.schema ?? kind.schema(refs);
  const bringsTitle = '$ref' in own || 'title' in own;
  const notes = withoutUndefined({
    title: bringsTitle ? undefined : schemas.fieldTitle(field.wireName),
    description: options.description,
    ...examplesOf(options.examples, refs.target),
    default: isDerived ? undefined : field.constant,
  });
  return annotate(isNullable ? orNull(field, own, schemas, refs) : own, notes as JsonSchema, refs.target);
}

/** The schema of a field that may be null. */
function orNull(
  { kind, options }: PlannedField,
  own: JsonSchema,
  { namesNull }: SchemaStyle,
  refs: SchemaRefs,
): JsonSchema {
  if (kind.takesNull !== true) return refs.orNull(own);
  // OpenAPI 3.0 has no schema that is null
  const isNamed = namesNull && saysNothing(own) && refs.target !== 'openapi-3.0';
  return isNamed && (options.nullable ?? options.default === null) ? { anyOf: [own, { type: 'null' }] } : own;
}

function examplesOf(examples: readonly unknown[] | undefined, target: SchemaTarget): JsonSchema {
  return target === 'openapi-3.0' ? { example: examples?.[0] } : { examples };
}

function annotate(schema: JsonSchema, notes: JsonSchema, target: SchemaTarget): JsonSchema {
  const isAlone = '$ref' in schema && DIALECTS[target].refStandsAlone && Object.keys(notes).length > 0;
  return { ...(isAlone ? { allOf: [schema] } : schema), ...notes };
}

function nest(path: readonly string[], value: unknown): JsonSchema {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as JsonSchema;
}

/** Drops what is not said. */
function withoutUndefined(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutUndefined);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]));
}
