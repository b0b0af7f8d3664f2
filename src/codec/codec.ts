/*
 * The codec of a class: its plan and the functions made from it, built once, on first use. It is also the port through
 * which fields of other classes hold instances of this one.
 */
import { DefinitionError, isStackOverflow, isTooDeep, SerializationError } from '../errors/index.js';
import { copyValue, equalValues } from '../values/index.js';
import { type JsonSchema, type ModelPort, type SchemaRefs } from '../fields/index.js';
import { type Calls, type Compiled, compile } from './compiled.js';
import { type Copying, copyModel } from './copy/interpreted.js';
import { exportField, exportModel, type Exporting } from './write/selected.js';
import { nestedClassesOf } from './plan/definition.js';
import { emptySet } from './plan/field-set.js';
import { objectSchema } from './json-schema.js';
import { type ModelClass } from './plan/model-class.js';
import { comparedFields, type PartOf, wireFields } from './write/named-fields.js';
import { checkMadeDefaults, planOf, type TracedPlan } from './plan/plan.js';
import { ModelBase } from './plan/model-base.js';
import { Reader } from './read/reader.js';
import { tooDeep } from './plan/refusal.js';
import { plainTrace } from './plan/trace.js';
import { type DictPart, type WriteText, type WriteWire } from './write/compiled.js';
import { writeText, writeWire } from './write/interpreted.js';

type Fields = Record<string, unknown>;

/** Reads and writes the instances of one class. */
export class Codec<M extends ModelBase = ModelBase> extends Reader<M> implements ModelPort<M> {
  readonly plan: TracedPlan;
  readonly name: string;
  readonly compiled: Compiled | null;
  /** Copies quickly an instance of the class itself, by `copy` one of a class that extends it, and whatever else a field holds. */
  readonly copyPart: (value: unknown) => unknown;
  readonly #model: ModelClass<M>;
  readonly #text: WriteText;
  readonly #wire: WriteWire;

  constructor(model: ModelClass<M>) {
    const untraced = planOf(model);
    const compiled = compile(untraced, CALLS);
    const trace = compiled?.trace ?? plainTrace(emptySet(untraced.fields.length));
    const plan = Object.freeze({ ...untraced, trace });
    super(plan, compiled, codecOf);
    this.plan = plan;
    this.compiled = compiled;
    this.name = model.name;
    this.#model = model;
    this.copyPart = (value) => {
      if (!(value instanceof ModelBase)) return copyValue(value);
      if (value.constructor === model && compiled !== null) return compiled.copy(value);
      return value instanceof model ? this.copy(value, false) : copyValue(value);
    };
    this.#text = this.compiled?.text ?? ((instance) => writeText(this.plan, instance));
    this.#wire = this.compiled?.wire ?? ((instance) => writeWire(this.plan, instance));
  }

  /**
   * The class that a field nests.
   *
   * @throws {@link DefinitionError} for a field that nests none
   */
  nestedIn(property: string): ModelClass {
    const kind = this.plan.byProperty.get(property)?.kind;
    const nested = kind && nestedClassesOf(kind)[0];
    if (nested) return nested as ModelClass;
    throw DefinitionError.of(this.#model, [`${property}: nests no model`]);
  }

  /**
   * What an instance is to another class that reads it. A request (`dropsIgnored`) gives its nested models as
   * plain objects: then all that they hold counts as given.
   *
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ActionBaseModel.__iter__`
   */
  input(model: M): Fields {
    return wireFields(this.plan, model, this.plan.model.dropsIgnored ? inputPart : itself);
  }

  copy(model: M, deep: boolean): M {
    return codecFor(model).copyWith(model, { deep }, NOTHING, NOTHING) as M;
  }

  /**
   * See {@link copyModel}.
   *
   * @param reset - names of the fields that `resetFields` resets
   * @param always - names of the fields that every copy resets
   * @throws {@link ValidationError}
   */
  copyWith(model: M, options: Copying, reset: ReadonlySet<string>, always: ReadonlySet<string>): M {
    try {
      const copy = this.compiled?.copier.copy(model, options, reset, always);
      if (copy) return copy as M;
      const renewed = options.resetFields === true ? new Set([...always, ...reset]) : always;
      return copyModel(this.plan, model, options, renewed, copyNested) as M;
    } catch (error) {
      throw isTooDeep(error) ? tooDeep(this.plan) : error;
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
    return this.compiled.dictWithout(leftOut)(model, place);
  }

  /** See {@link comparedFields}. */
  compared(model: ModelBase, leftOut: ReadonlySet<string> = NOTHING): Fields {
    return comparedFields(this.plan, model, leftOut);
  }

  /** Whether two instances hold the same, apart from some properties of each. */
  equals(left: M, right: M, leftOut: ReadonlySet<string> = NOTHING, rightOut = leftOut): boolean {
    const isOneClass = left.constructor === right.constructor;
    const quick = isOneClass ? this.compiled?.equalQuickly(left, right, leftOut) : null;
    return quick ?? equalValues(this.compared(left, leftOut), codecFor(right).compared(right, rightOut));
  }

  schema(refs: SchemaRefs): JsonSchema {
    return refs.refTo(this.#model, () => objectSchema(this.plan, refs));
  }
}

function exportNested(model: ModelBase, options: Exporting): unknown {
  return codecFor(model).export(model, options);
}

const itself: PartOf = (_field, value) => value;

const inputPart: PartOf = ({ kind, wireName }, value) => {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (value instanceof ModelBase) return inputOfPart(value);
  return exportField(kind, value, { to: 'input', json: {}, place: wireName }, inputOfPart);
};

function inputOfPart(model: ModelBase): Fields {
  return wireFields(codecFor(model).plan, model, inputPart);
}

function copyNested(model: ModelBase, options: Copying): ModelBase {
  return codecFor(model).copyWith(model, options, NOTHING, NOTHING);
}

/** Writes a container or a model into the object of {@link Codec.dict}. */
const dictPart: DictPart = ({ kind, wireName }, value, place) => {
  const inside = place === '' ? wireName : `${place}.${wireName}`;
  if (value instanceof ModelBase) return codecFor(value).dict(value, null, inside);
  return exportField(kind, value, { to: 'memory', json: {}, place: inside }, exportNested);
};

const CALLS: Calls = { equalOf: (model) => codecOf(model).compiled?.equal ?? null, part: dictPart };

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
export function codecOf<M extends ModelBase>(model: ModelClass<M>): Codec<M> {
  // a subclass inherits its parent's: only its own counts
  const known = (model as WithCodec)[CODEC];
  if (known !== undefined && known.plan.model === (model as unknown)) return known as unknown as Codec<M>;
  if (!(model.prototype instanceof ModelBase)) throw DefinitionError.of(model, [NO_MODEL]);
  const codec = new Codec(model);
  Object.defineProperty(model, CODEC, { value: codec, configurable: true });
  checkMadeDefaults(codec.plan, () => Reflect.deleteProperty(model, CODEC));
  return codec;
}

/** The codec of a model's class. */
export function codecFor(model: ModelBase): Codec {
  return codecOf(model.constructor as ModelClass);
}
