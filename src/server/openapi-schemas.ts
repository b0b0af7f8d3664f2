/* How the OpenAPI document writes the schemas of models: with enums named as by the reference, and so that generators of types read them. */
import 'reflect-metadata';

import { FlowRunSort, LogSort, Operator, TaskRunSort } from '../api/index.js';
import { StateType } from '../index.js';
import { type DescribedClass } from '../nest/index.js';
import { SetStateStatus } from '../transitions/index.js';

type Schema = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, Schema>>;

// the key under which @nestjs/swagger, and `withModelSchemas`, keep what a class is called; the library itself takes long to load
const SAID = 'swagger/apiSchema';

/** Has the document call a model otherwise than its class, as `@ApiSchema({ name })` does. */
export function call(model: DescribedClass, name: string): void {
  Reflect.defineMetadata(SAID, [{ name }], model);
}

/** Refers to the schema of a model, or to one by its name. */
export function refTo(schema: DescribedClass | string): Schema {
  return { $ref: `#/components/schemas/${typeof schema === 'string' ? schema : nameOf(schema)}` };
}

function nameOf(model: DescribedClass): string {
  const [said] = (Reflect.getOwnMetadata(SAID, model) ?? []) as readonly { readonly name: string }[];
  return said?.name ?? model.name;
}

/** Enums that the reference's document names. */
const ENUMS = Object.entries({ FlowRunSort, LogSort, Operator, SetStateStatus, StateType, TaskRunSort }).map(
  ([name, members]) => [name, Object.values(members)] as const,
);

/** The schemas of models, and those of the enums in them. */
export function written(models: object): Record<string, Schema> {
  const schemas = Object.entries(models as Schemas).map(([name, schema]) => {
    return [name, withNamedEnums(withInnerDefaults(schema))] as const;
  });
  const enums = ENUMS.map(([title, values]) => [title, { title, type: 'string', enum: values }] as const);
  return Object.fromEntries<Schema>([...schemas, ...enums]);
}

function withNamedEnums(schema: Schema): Schema {
  const name = ENUMS.find(([, values]) => String(values) === String(schema.enum))?.[0];
  // undefined is not written
  if (name !== undefined) return { ...refTo(name), ...schema, type: undefined, enum: undefined };
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, withNamedEnumsIn(part)]));
}

function withNamedEnumsIn(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withNamedEnumsIn);
  return typeof part === 'object' && part !== null ? withNamedEnums(part as Schema) : part;
}

/**
 * Writes the defaults of what may be left out where generators of types do not see them. By its own settings, openapi-typescript
 * requires a property with a `default` beside its type, of those who send it too. Where the default is null nothing is said,
 * as the reference says nothing.
 */
function withInnerDefaults(schema: Schema): Schema {
  const { properties = {}, required = [] } = schema as { properties?: Schemas; required?: readonly string[] };
  const fields = Object.entries(properties).map(([name, field]) => {
    const { default: value, description, ...rest } = field;
    if (value === undefined || required.includes(name)) return [name, field];
    return [name, value === null ? { ...rest, description } : { allOf: [{ ...rest, default: value }], description }];
  });
  return { ...schema, properties: Object.fromEntries(fields) as Schemas };
}
