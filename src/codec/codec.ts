/*
 * The codec of a class: its plan and the functions made from it, built once, on first use. It is also the port through
 * which fields of other classes hold instances of this one.
 */
import { ValidationError } from '../errors/index.js';
import {
  equalValues,
  Faults,
  FAULTS,
  INVALID,
  type Invalid,
  isObject,
  isPlain,
  type JsonSchema,
  type ModelPort,
  type Naming,
  pythonTypeName,
  type SchemaRefs,
} from '../fields/index.js';
import { mayCompile } from './compile.js';
import { type CopyOptions, copyModel } from './copy.js';
import { exportModel, type Exporting, isSet } from './export.js';
import { emptySet, withBit } from './field-set.js';
import { compileHydrate, type Hydrate } from './hydrate.js';
import { interpret } from './interpret.js';
import { objectSchema } from './json-schema.js';
import { blank, type ModelClass } from './model-class.js';
import { type Plan, planOf } from './plan.js';
import { Provenance } from './provenance.js';
import { applyForeignRules } from './rules.js';
import { compileText, compileWire, writeText, type WriteText, writeWire, type WriteWire } from './serialize.js';

type Fields = Record<string, unknown>;

/** The functions that were generated for a class. */
interface Compiled {
  readonly hydrate: Hydrate;
  readonly construct: Hydrate;
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly source: string;
}

/** Reads and writes the instances of one class. */
export class Codec<M extends Provenance = Provenance> implements ModelPort<M> {
  readonly plan: Plan;
  readonly name: string;
  readonly compiled: Compiled | null;
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly #model: ModelClass<M>;

  constructor(model: ModelClass<M>) {
    this.plan = planOf(model);
    this.name = model.name;
    this.#model = model;
    this.compiled = mayCompile() ? compile(this.plan) : null;
    this.text = this.compiled?.text ?? ((instance) => writeText(this.plan, instance));
    this.wire = this.compiled?.wire ?? ((instance) => writeWire(this.plan, instance));
  }

  /**
   * Makes an instance from a wire object, or from an instance of any model by its wire names.
   *
   * @throws {@link ValidationError}
   */
  parse(value: unknown): M {
    const model = blank(this.#model);
    if (value instanceof Provenance) this.#fillOrThrow(model, wireFieldsOf(value), 'wire');
    else if (isObject(value)) this.#fillOrThrow(model, value, 'wire');
    else throw this.#notAnObject(value);
    return model;
  }

  /**
   * Fills a blank instance from values by property names.
   *
   * @throws {@link ValidationError}
   */
  construct(model: M, fields: unknown): void {
    if (!isObject(fields)) throw this.#notAnObject(fields);
    this.#fillOrThrow(model, fields, 'property');
  }

  #fillOrThrow(model: M, input: object, naming: Naming): void {
    const faults = new Faults();
    if (!this.#fill(model, input, naming, faults)) throw ValidationError.of(this.#model, faults.issues);
  }

  #notAnObject(value: unknown): ValidationError {
    return ValidationError.atRoot(this.#model, `${this.name} expected dict not ${pythonTypeName(value)}`, 'type_error');
  }

  #fill(model: M, input: object, naming: Naming, faults: Faults): boolean {
    if (!this.#fast(model, input, naming) && !interpret(this.plan, model, input, faults, naming)) return false;
    const issues = applyForeignRules(this.plan, model);
    faults.include(issues);
    return issues.length === 0;
  }

  #fast(model: M, input: object, naming: Naming): boolean {
    if (this.compiled === null) return false;
    return naming === 'wire' ? this.compiled.hydrate(model, input) : this.compiled.construct(model, input);
  }

  is(value: unknown): value is M {
    return value instanceof this.#model && this.#rebuild(value, new Faults()) !== INVALID;
  }

  accept(value: unknown, naming: Naming): M | Invalid {
    if (typeof value !== 'object' || value === null) return INVALID;
    if (value instanceof this.#model) return this.#rebuild(value, new Faults());
    if (!isPlain(value)) return INVALID;
    const model = blank(this.#model);
    return this.#fast(model, value, naming) && applyForeignRules(this.plan, model).length === 0 ? model : INVALID;
  }

  interpret(value: unknown, faults: Faults, naming: Naming): M | Invalid {
    if (value instanceof this.#model) return this.#rebuild(value, faults);
    if (value instanceof Provenance || !isObject(value)) return faults.add(FAULTS.notDict);
    const model = blank(this.#model);
    return this.#fill(model, value, naming, faults) ? model : INVALID;
  }

  /** A checked copy of an instance, of its own class, with the same fields set. */
  #rebuild(source: M, faults: Faults): M | Invalid {
    const codec = codecOf(source.constructor as ModelClass<M>);
    const { plan } = codec;
    const model = blank(codec.#model);
    const values = Object.fromEntries(
      plan.fields.map(({ property }) => [property, (source as unknown as Fields)[property]]),
    );
    if (!codec.#fill(model, values, 'property', faults)) return INVALID;
    const given = plan.fields.reduce(
      (set, field) => (isSet(source, field) ? withBit(set, field.bit) : set),
      emptySet(plan.fields.length),
    );
    Provenance.remember(
      model,
      given,
      plan.remembered.map(({ property }) => (model as unknown as Fields)[property]),
    );
    return model;
  }

  copy(model: M, deep: boolean): M {
    return codecOf(model.constructor as ModelClass<M>).copyWith(model, { deep }, new Set());
  }

  /** See {@link copyModel}. */
  copyWith(model: M, options: CopyOptions, reset: ReadonlySet<string>): M {
    const copyNested = (nested: Provenance, inside: CopyOptions): Provenance =>
      codecOf(nested.constructor as ModelClass).copyWith(nested, inside, new Set());
    return copyModel(this.plan, model, options, reset, copyNested) as M;
  }

  /** See {@link exportModel}. */
  export(model: M, options: Exporting): Fields {
    return exportModel(this.plan, model, options, exportNested);
  }

  equals(left: M, right: M): boolean {
    return equalModels(left, right, new Set(), new Set());
  }

  schema(refs: SchemaRefs): JsonSchema {
    return refs.refTo(this.name, () => objectSchema(this.plan, refs));
  }
}

function exportNested(model: Provenance, options: Exporting): unknown {
  return codecOf(model.constructor as ModelClass).export(model, options);
}

function compile(plan: Plan): Compiled {
  const hydrate = compileHydrate(plan, 'wire');
  const construct = compileHydrate(plan, 'property');
  const text = compileText(plan);
  const wire = compileWire(plan);
  const source = [hydrate, construct, text, wire].map((made) => made.source).join('\n\n');
  return { hydrate: hydrate.run, construct: construct.run, text: text.run, wire: wire.run, source };
}

/** The values of a model by wire names, as an input for another class. */
function wireFieldsOf(model: Provenance): Fields {
  const { plan } = codecOf(model.constructor as ModelClass);
  return Object.fromEntries(
    plan.written.map(({ property, wireName }) => [wireName, (model as unknown as Fields)[property]]),
  );
}

/**
 * Whether two models hold the same, apart from some fields of each. Models of different classes are compared by their
 * fields, as the reference compares their dictionaries.
 */
export function equalModels(
  left: Provenance,
  right: Provenance,
  leftOut: ReadonlySet<string>,
  rightOut: ReadonlySet<string>,
): boolean {
  const own = comparedFields(left, leftOut);
  const other = comparedFields(right, rightOut);
  return equalValues(own, other);
}

function comparedFields(model: Provenance, leftOut: ReadonlySet<string>): Fields {
  const { plan } = codecOf(model.constructor as ModelClass);
  const compared = plan.written.filter(({ property }) => !leftOut.has(property));
  return Object.fromEntries(compared.map(({ property }) => [property, (model as unknown as Fields)[property]]));
}

const CODEC = Symbol.for('prefect-states.codec');

interface WithCodec {
  [CODEC]?: Codec;
}

/**
 * Gives the codec of a class, made on first use.
 *
 * @throws {@link DefinitionError} when the class's decorators do not make a model
 */
export function codecOf<M extends Provenance>(model: ModelClass<M>): Codec<M> {
  // a subclass inherits its parent's: only its own counts
  if (Object.hasOwn(model, CODEC)) return (model as WithCodec)[CODEC] as unknown as Codec<M>;
  const codec = new Codec(model);
  Object.defineProperty(model, CODEC, { value: codec });
  return codec;
}
