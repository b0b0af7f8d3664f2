/*
 * The schemas of models in an OpenAPI document. `@nestjs/swagger` finds the classes that routes name, but not their fields:
 * it looks for its own decorators. Here the schemas come from the fields themselves. Nothing of `@nestjs/swagger` is loaded:
 * a document is plain data, whatever made it.
 */
import { type JsonSchema, type JsonSchemaOptions, PrefectError, type SchemaTarget } from '../index.js';
import { SchemaNames } from './schema-names.js';

/** A class of models, as a document describes it. */
export interface DescribedClass {
  readonly name: string;
  jsonSchema(options: JsonSchemaOptions): JsonSchema;
}

/** An OpenAPI document, version 3.0 or 3.1, as far as it is read here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** Thrown when a document refers to a model that has no schema, or by one name to two. */
export class OpenApiError extends PrefectError {
  readonly code = 'PREFECT_STATES_OPEN_API';

  /** @internal */
  static unresolved(names: readonly string[]): OpenApiError {
    return new OpenApiError(`the document refers to ${names.join(', ')}, of which it has no schema`);
  }

  /** @internal */
  static ambiguous(name: string): OpenApiError {
    return new OpenApiError(
      `two models are called ${name}, and the document refers to one of them; list both and give the function that makes the ` +
        `document, or call one otherwise by @ApiSchema({ name })`,
    );
  }
}

type Io = 'input' | 'output';
type Schemas = Readonly<Record<string, JsonSchema>>;

const PREFIX = '#/components/schemas/';

/**
 * Adds the schemas of models to a document, each under the name of its class or what `@ApiSchema({ name })` says, with those of
 * the models inside of them. The second of a name has a number behind it, `State_2`.
 *
 * What is taken may lack what has a default; what is answered has every field. A model that the document uses for both
 * is described twice: `State` as it is answered, `StateInput` as it is taken.
 *
 * @param document - the document, or the function that makes it: while it runs, listed models of one name are known apart
 * @returns a document of its own; the one given is not changed
 * @throws {@link OpenApiError} when a schema is referred to that is not there, or by a name that two models have
 * @example
 * ```ts
 * SwaggerModule.setup('docs', app, () => withModelSchemas(SwaggerModule.createDocument(app, config), [State, StateCreate]));
 * ```
 */
export function withModelSchemas<D extends OpenApiDocument>(
  document: D | (() => D),
  models: readonly DescribedClass[],
): D {
  const names = new SchemaNames(models);
  const { components, ...rest } = typeof document === 'function' ? names.during(document) : document;
  const { schemas: given = {}, ...others } = components ?? {};
  const listed = new Set(models.map(names.of));
  const foreign = Object.keys(given).filter((name) => !listed.has(name) && !isShell(given[name]));
  foreign.forEach((name) => names.take(name));
  const target = rest.openapi.startsWith('3.0') ? 'openapi-3.0' : 'draft-2020-12';
  const described = {
    input: describe(models, names, target, 'input'),
    output: describe(models, names, target, 'output'),
  };
  const uses = new Uses(described, names);
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in described.output)));
  const used = refsIn([rest, others, kept]);
  const ambiguous = [...used].find((name) => !foreign.includes(name) && names.isShared(name));
  if (ambiguous !== undefined) throw OpenApiError.ambiguous(ambiguous);
  uses.collect([rest, others, kept], 'output');
  for (const name of listed) if (!uses.has(name)) uses.add(name, 'output');
  const schemas = { ...(uses.rewrite(kept, 'output') as Schemas), ...uses.schemas() };
  const whole = {
    ...(uses.rewrite(rest, 'output') as typeof rest),
    components: { ...(uses.rewrite(others, 'output') as typeof others), schemas },
  };
  const missing = [...refsIn(whole)].filter((name) => !(name in schemas));
  if (missing.length > 0) throw OpenApiError.unresolved(missing);
  return whole as unknown as D;
}

/** Whether all that the document says of a model is that it is there, as it does of classes without decorators of its own. */
function isShell(schema: unknown): boolean {
  const { type, properties } = schema as { readonly type?: unknown; readonly properties?: object };
  return type === 'object' && Object.keys(properties ?? {}).length === 0;
}

/** The schemas of models and of what is inside of them, by name; references are written as a document writes them. */
function describe(
  models: readonly DescribedClass[],
  { of: nameOf }: SchemaNames,
  target: SchemaTarget,
  io: Io,
): Schemas {
  const own: Record<string, JsonSchema> = {};
  const inner: Record<string, JsonSchema> = {};
  for (const model of models) {
    const { $defs, components, ...schema } = model.jsonSchema({ target, io, nameOf });
    // undefined is not written: a document says once for all which dialect it is in
    own[nameOf(model)] = { ...schema, $schema: undefined };
    Object.assign(inner, $defs ?? (components as { schemas?: Schemas } | undefined)?.schemas);
  }
  const text = JSON.stringify({ ...inner, ...own }).replaceAll('"#/$defs/', `"${PREFIX}`);
  return JSON.parse(text) as Schemas;
}

/** Which models a document takes and which it answers, and what each is called there. */
class Uses {
  readonly #described: Readonly<Record<Io, Schemas>>;
  readonly #names: SchemaNames;
  readonly #inputNames = new Map<string, string>();
  readonly #used: Readonly<Record<Io, Set<string>>> = { input: new Set(), output: new Set() };

  constructor(described: Readonly<Record<Io, Schemas>>, names: SchemaNames) {
    this.#described = described;
    this.#names = names;
  }

  has(name: string): boolean {
    return this.#used.input.has(name) || this.#used.output.has(name);
  }

  /** Notes a model, and every model inside of it. */
  add(name: string, io: Io): void {
    const schema = this.#described[io][name];
    if (schema === undefined || this.#used[io].has(name)) return;
    this.#used[io].add(name);
    for (const inner of refsIn(schema)) this.add(inner, io);
  }

  /** Notes what a part of the document refers to. */
  collect(part: unknown, io: Io): void {
    walk(part, io, (name, where) => {
      this.add(name, where);
      return name;
    });
  }

  /** A copy of a part of the document, in which the models have their names. */
  rewrite(part: unknown, io: Io): unknown {
    return walk(part, io, (name, where) => this.#nameOf(name, where));
  }

  /** The schemas of all models that were noted. */
  schemas(): Schemas {
    const made: Record<string, JsonSchema> = {};
    for (const io of ['output', 'input'] as const) {
      for (const name of this.#used[io]) {
        const title = this.#nameOf(name, io);
        made[title] = { ...(this.rewrite(this.#described[io][name], io) as JsonSchema), title };
      }
    }
    return made;
  }

  #nameOf(name: string, io: Io): string {
    if (io === 'output' || !this.#used.output.has(name) || !this.#differs(name)) return name;
    const inputName = this.#inputNames.get(name) ?? this.#names.take(`${name}Input`);
    this.#inputNames.set(name, inputName);
    return inputName;
  }

  /** Whether what is taken is another than what is answered, or has inside what is. */
  #differs(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    const { input, output } = this.#described;
    if (JSON.stringify(input[name]) !== JSON.stringify(output[name])) return true;
    return [...refsIn(input[name])].some((inner) => this.#differs(inner, seen));
  }
}

/** The names of the schemas that a part of a document refers to. */
function refsIn(part: unknown): Set<string> {
  const names = new Set<string>();
  walk(part, 'output', (name) => {
    names.add(name);
    return name;
  });
  return names;
}

/** Copies a part of a document, with another name for each schema that it refers to. */
function walk(part: unknown, io: Io, rename: (name: string, io: Io) => string): unknown {
  if (Array.isArray(part)) return part.map((item) => walk(item, io, rename));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]: [string, unknown]) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(PREFIX)) {
      return [key, PREFIX + rename(value.slice(PREFIX.length), io)];
    }
    return [key, walk(value, isTaken(key, value) ? 'input' : io, rename)];
  });
  return Object.fromEntries(entries);
}

/** A route's parameters are a list; a field of a model may have the same name. */
function isTaken(key: string, value: unknown): boolean {
  return key === 'requestBody' || (key === 'parameters' && Array.isArray(value));
}
