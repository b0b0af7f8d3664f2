/*
 * The codec of a class: its plan and the functions made from it, built once, on first use. It is also the port through
 * which fields of other classes hold instances of this one.
 */
import { DefinitionError, isStackOverflow, SerializationError, ValidationError } from '../errors/index.js';
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
import { type Plan, type PlannedField, planOf } from './plan.js';
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
  readonly #model: ModelClass<M>;
  readonly #text: WriteText;
  readonly #wire: WriteWire;

  constructor(model: ModelClass<M>) {
    this.plan = planOf(model);
    this.name = model.name;
    this.#model = model;
    this.compiled = mayCompile() ? compile(this.plan) : null;
    this.#text = this.compiled?.text ?? ((instance) => writeText(this.plan, instance));
    this.#wire = this.compiled?.wire ?? ((instance) => writeWire(this.plan, instance));
  }

  /**
   * Makes an instance from a wire object, or from an instance of any model by its wire names.
   *
   * @throws {@link ValidationError}
   */
  parse(value: unknown): M {
    const quick = this.#quick(value, 'wire');
    if (quick !== null) return quick;
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
    try {
      if (this.#fill(model, input, naming, faults)) return;
    } catch (error) {
      throw isStackOverflow(error) ? ValidationError.tooDeep(this.#model) : error;
    }
    throw ValidationError.of(this.#model, faults.issues);
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
    return this.#quick(value, naming) ?? (value instanceof this.#model ? this.#rebuild(value, new Faults()) : INVALID);
  }

  /** An instance of a plain object that holds canonical values; null for all else, also for a stack that ran out. */
  #quick(value: unknown, naming: Naming): M | null {
    if (this.compiled === null || typeof value !== 'object' || value === null || !isPlain(value)) return null;
    const model = blank(this.#model);
    try {
      if (!this.#fast(model, value, naming)) return null;
    } catch (error) {
      if (isStackOverflow(error)) return null;
      throw error;
    }
    return this.plan.hasForeignRules && applyForeignRules(this.plan, model).length > 0 ? null : model;
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
    Provenance.carry(source, model);
    return model;
  }

  copy(model: M, deep: boolean): M {
    return codecOf(model.constructor as ModelClass<M>).copyWith(model, { deep }, new Set());
  }

  /**
   * See {@link copyModel}.
   *
   * @throws {@link ValidationError}
   */
  copyWith(model: M, options: CopyOptions, reset: ReadonlySet<string>): M {
    try {
      return copyModel(this.plan, model, options, reset, copyNested) as M;
    } catch (error) {
      throw isStackOverflow(error) ? ValidationError.tooDeep(this.#model) : error;
    }
  }

  /**
   * The JSON text of an instance, whole.
   *
   * @throws {@link SerializationError}
   */
  text(model: M): string {
    try {
      return this.#text(model);
    } catch (error) {
      throw isStackOverflow(error) ? SerializationError.endless(this.name, error) : error;
    }
  }

  /**
   * The wire object of an instance, whole.
   *
   * @throws {@link SerializationError}
   */
  wire(model: M): ReturnType<WriteWire> {
    try {
      return this.#wire(model);
    } catch (error) {
      throw isStackOverflow(error) ? SerializationError.endless(this.name, error) : error;
    }
  }

  /**
   * See {@link exportModel}.
   *
   * @throws {@link SerializationError}
   */
  export(model: M, options: Exporting): Fields {
    return exportModel(this.plan, model, options, exportNested);
  }

  equals(left: M, right: M): boolean {
    return equalModels(left, right);
  }

  schema(refs: SchemaRefs): JsonSchema {
    return refs.refTo(this.#model, () => objectSchema(this.plan, refs));
  }
}

function exportNested(model: Provenance, options: Exporting): unknown {
  return codecOf(model.constructor as ModelClass).export(model, options);
}

function copyNested(model: Provenance, options: CopyOptions): Provenance {
  return codecOf(model.constructor as ModelClass).copyWith(model, options, new Set());
}

function compile(plan: Plan): Compiled {
  const hydrate = compileHydrate(plan, 'wire');
  const construct = compileHydrate(plan, 'property');
  const text = compileText(plan);
  const wire = compileWire(plan);
  const source = [hydrate, construct, text, wire].map((made) => made.source).join('\n\n');
  return { hydrate: hydrate.run, construct: construct.run, text: text.run, wire: wire.run, source };
}

/**
 * The values of a model by wire names, as an input for another class. What only asks for something (`dropsIgnored`) gives
 * its nested models as plain objects: all that they hold counts as given then.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ActionBaseModel.__iter__`
 */
function wireFieldsOf(model: Provenance): Fields {
  const { plan } = codecOf(model.constructor as ModelClass);
  if (plan.model.dropsIgnored) return exportModel(plan, model, { to: 'input', json: {}, place: '' }, exportNested);
  return fieldsOf(plan.written, model, 'wireName');
}

/** What a model is compared by: its fields by property names, apart from some. */
export function comparedFields(model: Provenance, leftOut?: ReadonlySet<string>): Fields {
  const { plan } = codecOf(model.constructor as ModelClass);
  return fieldsOf(
    leftOut ? plan.written.filter(({ property }) => !leftOut.has(property)) : plan.written,
    model,
    'property',
  );
}

function fieldsOf(fields: readonly PlannedField[], model: Provenance, name: 'property' | 'wireName'): Fields {
  return Object.fromEntries(fields.map((field) => [field[name], (model as unknown as Fields)[field.property]]));
}

/**
 * Whether two models hold the same. Models of different classes are compared by their fields, as the reference compares
 * their dictionaries.
 */
function equalModels(left: Provenance, right: Provenance): boolean {
  return equalValues(comparedFields(left), comparedFields(right));
}

const CODEC = Symbol.for('prefect-states.codec');

const NO_MODEL = 'class: does not extend PrefectBaseModel';

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
  const known = (model as WithCodec)[CODEC];
  if (known !== undefined && known.plan.model === (model as unknown)) return known as unknown as Codec<M>;
  if (!(model.prototype instanceof Provenance)) throw DefinitionError.of(model, [NO_MODEL]);
  const codec = new Codec(model);
  Object.defineProperty(model, CODEC, { value: codec });
  return codec;
}
