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
  type JsonSchema,
  type ModelPort,
  type Naming,
  pythonTypeName,
  type SchemaRefs,
} from '../fields/index.js';
import { mayCompile } from './compile.js';
import { type Compiled, compile } from './compiled.js';
import { type CopyOptions, copyModel } from './copy.js';
import { exportField, exportModel, type Exporting, isSet } from './export.js';
import { emptySet, withBit } from './field-set.js';
import { type Hydrate } from './hydrate.js';
import { interpret } from './interpret.js';
import { objectSchema } from './json-schema.js';
import { blank, type ModelClass } from './model-class.js';
import { comparedFields, wireFields } from './named-fields.js';
import { type Plan, type PlannedField, planOf } from './plan.js';
import { Provenance } from './provenance.js';
import { QuickCopier } from './quick-copier.js';
import { QuickReader } from './quick-reader.js';
import { applyForeignRules } from './rules.js';
import { writeText, type WriteText, writeWire, type WriteWire } from './serialize.js';
import { compileDict, type DictWhole } from './whole.js';

type Fields = Record<string, unknown>;

/** Reads and writes the instances of one class. */
export class Codec<M extends Provenance = Provenance> implements ModelPort<M> {
  readonly plan: Plan;
  readonly name: string;
  readonly compiled: Compiled | null;
  readonly hydrate: Hydrate<M>;
  readonly copyPart: (value: unknown) => unknown;
  readonly #model: ModelClass<M>;
  readonly #quick: QuickReader<M>;
  readonly #copier: QuickCopier;
  readonly #text: WriteText;
  readonly #wire: WriteWire;
  // by the property that is left out; made when first asked for
  readonly #dicts = new Map<string | null, DictWhole>();

  constructor(model: ModelClass<M>) {
    this.plan = planOf(model);
    this.name = model.name;
    this.#model = model;
    this.compiled = mayCompile() ? compile(this.plan, { same: sameValues, part: dictPart }) : null;
    this.#quick = new QuickReader(this.plan, this.compiled);
    this.hydrate = this.#quick.hydrate;
    this.#copier = new QuickCopier(this.plan, this.compiled);
    this.copyPart = (value) => this.#copier.copyPart(value, (part) => this.copy(part as M, false));
    this.#text = this.compiled?.text ?? ((instance) => writeText(this.plan, instance));
    this.#wire = this.compiled?.wire ?? ((instance) => writeWire(this.plan, instance));
  }

  /**
   * Makes an instance from a wire object, or from an instance of any model by its wire names.
   *
   * @throws {@link ValidationError}
   */
  parse(value: unknown): M {
    const read = this.read(value);
    if (read instanceof Provenance) return read;
    throw read;
  }

  /** The same, with the error given: thrown and caught, it would take as long as all else that is done for it. */
  read(value: unknown): M | ValidationError {
    const quick = this.#quick.read(value, 'wire');
    if (quick !== INVALID) return quick;
    const isModel = value instanceof Provenance;
    if (!isModel && !isObject(value)) return this.#notAnObject(value);
    const input = isModel ? wireFields(codecOf(value.constructor as ModelClass).plan, value, exportNested) : value;
    const model = blank(this.#model);
    return this.#errorIn(model, input, 'wire') ?? model;
  }

  /**
   * Makes an instance from values by property names, out of the blank one that a constructor made.
   *
   * @throws {@link ValidationError}
   */
  construct(model: M, fields: unknown): M {
    if (!isObject(fields)) throw this.#notAnObject(fields);
    const quick = this.#quick.construct(model, fields);
    if (quick !== INVALID) return quick;
    const error = this.#errorIn(model, fields, 'property');
    if (error !== null) throw error;
    return model;
  }

  /** Fills a blank instance; or says what is wrong with the input. */
  #errorIn(model: M, input: object, naming: Naming): ValidationError | null {
    const faults = new Faults();
    try {
      return this.#fill(model, input, naming, faults) ? null : ValidationError.of(this.#model, faults.issues);
    } catch (error) {
      if (isStackOverflow(error)) return ValidationError.tooDeep(this.#model);
      throw error;
    }
  }

  #notAnObject(value: unknown): ValidationError {
    return ValidationError.atRoot(this.#model, `${this.name} expected dict not ${pythonTypeName(value)}`, 'type_error');
  }

  #fill(model: M, input: object, naming: Naming, faults: Faults): boolean {
    if (!interpret(this.plan, model, input, faults, naming)) return false;
    const issues = applyForeignRules(this.plan, model);
    faults.include(issues);
    return issues.length === 0;
  }

  is(value: unknown): value is M {
    return value instanceof this.#model && this.#rebuild(value, new Faults()) !== INVALID;
  }

  accept(value: unknown, naming: Naming): M | Invalid {
    const made = this.#quick.read(value, naming);
    return made === INVALID && value instanceof this.#model ? this.#rebuild(value, new Faults()) : made;
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
    const values = Object.fromEntries(
      plan.fields.map(({ property }) => [property, (source as unknown as Fields)[property]]),
    );
    const quick = codec.#quick.construct(null, values);
    const model = quick === INVALID ? blank(codec.#model) : quick;
    if (quick === INVALID && !codec.#fill(model, values, 'property', faults)) return INVALID;
    const given = plan.fields.reduce(
      (set, field) => (isSet(plan, source, field) ? withBit(set, field.bit) : set),
      emptySet(plan.fields.length),
    );
    plan.trace.remember(
      model,
      given,
      plan.remembered.map(({ property }) => (model as unknown as Fields)[property]),
    );
    Provenance.carry(source, model);
    return model;
  }

  copy(model: M, deep: boolean): M {
    return codecOf(model.constructor as ModelClass<M>).copyWith(model, { deep }, NOTHING, NOTHING);
  }

  /**
   * See {@link copyModel}.
   *
   * @param reset - names of the fields that `resetFields` makes anew
   * @param always - names of the fields that every copy makes anew
   * @throws {@link ValidationError}
   */
  copyWith(model: M, options: CopyOptions, reset: ReadonlySet<string>, always: ReadonlySet<string>): M {
    try {
      const copy = this.#copier.copy(model, options, reset, always);
      if (copy !== null) return copy as M;
      const anew = options.resetFields === true ? new Set([...always, ...reset]) : always;
      return copyModel(this.plan, model, options, anew, copyNested) as M;
    } catch (error) {
      throw isStackOverflow(error) ? ValidationError.tooDeep(this.#model) : error;
    }
  }

  /** The JSON text of an instance, whole. @throws {@link SerializationError} */
  text(model: M): string {
    try {
      return this.#text(model);
    } catch (error) {
      throw isStackOverflow(error) ? SerializationError.endless(this.name, error) : error;
    }
  }

  /** The wire object of an instance, whole. @throws {@link SerializationError} */
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

  /**
   * The fields by property names, whole but for one.
   *
   * @param place - the name of the model, for errors; empty for the whole
   * @throws {@link SerializationError} for a circular `data`
   */
  dict(model: M, leftOut: string | null, place: string): Fields {
    if (this.compiled === null) {
      const exclude = leftOut === null ? undefined : [leftOut];
      return this.export(model, { to: 'memory', json: {}, place, exclude });
    }
    let dict = this.#dicts.get(leftOut);
    if (dict === undefined) this.#dicts.set(leftOut, (dict = compileDict(this.plan, leftOut, dictPart).run));
    return dict(model, place);
  }

  /** See {@link comparedFields}. */
  compared(model: Provenance, leftOut: ReadonlySet<string> = NOTHING): Fields {
    return comparedFields(this.plan, model, leftOut);
  }

  /** Whether two instances hold the same, apart from some properties of each. */
  equals(left: M, right: M, leftOut: ReadonlySet<string> = NOTHING, rightOut = leftOut): boolean {
    if (this.compiled === null || left.constructor !== right.constructor)
      return equalValues(
        this.compared(left, leftOut),
        codecOf(right.constructor as ModelClass).compared(right, rightOut),
      );
    return this.compiled.equal(left, right, leftOut);
  }

  schema(refs: SchemaRefs): JsonSchema {
    return refs.refTo(this.#model, () => objectSchema(this.plan, refs));
  }
}

function exportNested(model: Provenance, options: Exporting): unknown {
  return codecOf(model.constructor as ModelClass).export(model, options);
}

function copyNested(model: Provenance, options: CopyOptions): Provenance {
  return codecOf(model.constructor as ModelClass).copyWith(model, options, NOTHING, NOTHING);
}

/** Compares two values that are not identical: models of one class by its function, everything else by the walk. */
function sameValues(left: unknown, right: unknown): boolean {
  if (!(left instanceof Provenance && right instanceof Provenance)) return equalValues(left, right);
  try {
    return codecOf(left.constructor as ModelClass).equals(left, right);
  } catch (error) {
    // the walk has no depth
    if (isStackOverflow(error)) return equalValues(left, right);
    throw error;
  }
}

/** Writes a container or a model into a dictionary. */
function dictPart({ kind, wireName }: PlannedField, value: unknown, place: string): unknown {
  const inside = place === '' ? wireName : `${place}.${wireName}`;
  if (value instanceof Provenance) return codecOf(value.constructor as ModelClass).dict(value, null, inside);
  return exportField(kind, value, { to: 'memory', json: {}, place: inside }, exportNested);
}

const NOTHING: ReadonlySet<string> = new Set();

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
