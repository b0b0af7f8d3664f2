/*
 * The codec of a class: its plan and the functions made from it, built once, on first use. It is also the port through
 * which fields of other classes hold instances of this one.
 */
import { DefinitionError, isStackOverflow, isTooDeep, SerializationError } from '../errors/index.js';
import { equalValues, jsonText } from '../values/index.js';
import { INVALID, type JsonSchema, type ModelPort, type SchemaRefs } from '../fields/index.js';
import { type Calls, type Compiled, compile } from './compiled.js';
import { type Copying, copyModel } from './copy/interpreted.js';
import { exportField, exportModel, type Exporting } from './write/selected.js';
import { nestedClassesOf } from './plan/definition.js';
import { emptySet } from './plan/field-set.js';
import { objectSchema } from './json-schema.js';
import { type ModelClass } from './plan/model-class.js';
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
  /**
   * The JSON text of an instance, whole: of the class itself, of one that extends it with the fields of that. What else a field
   * holds is written as JSON holds it.
   *
   * @param place - the name of the field that holds it; left out for the outermost
   * @throws {@link SerializationError}
   */
  readonly text: (value: unknown, place?: string) => string;
  readonly copyOwn: (model: M) => M;
  readonly #model: ModelClass<M>;
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
    this.copyOwn = (compiled?.copy as Codec<M>['copyOwn'] | undefined) ?? ((instance) => this.copy(instance, false));
    const write: WriteText = compiled?.text ?? ((instance) => writeText(plan, instance));
    this.text = (value, place) => {
      if (!(value instanceof model)) return jsonText(value, place ?? model.name);
      if (value.constructor !== model) return codecFor(value).text(value, place);
      try {
        return write(value);
      } catch (error) {
        const found = isStackOverflow(error) ? SerializationError.endless(model.name, error) : error;
        throw place !== undefined && found instanceof SerializationError
          ? SerializationError.inside(place, found)
          : found;
      }
    };
    this.#wire = compiled?.wire ?? ((instance) => writeWire(this.plan, instance));
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
   * What an instance is to another class that reads it: its values by wire names. A request (`dropsIgnored`) gives its nested
   * models as plain objects: then all that they hold counts as given.
   *
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ActionBaseModel.__iter__`
   */
  override input(model: M, isOfRequest = this.plan.model.dropsIgnored): Fields {
    const entries: [string, unknown][] = [];
    for (const { property, wireName: place, kind } of this.plan.written) {
      let value = (model as unknown as Fields)[property];
      if (isOfRequest) {
        if (typeof value !== 'object' || value === null) value ??= null;
        else if (value instanceof ModelBase) value = codecFor(value).input(value, true);
        else value = exportField(kind, value, { to: 'input', json: {}, place }, inputOfPart);
      }
      entries.push([place, value]);
    }
    return Object.fromEntries(entries);
  }

  copy(model: M, deep: boolean): M {
    return codecFor(model).copyWith(model, { deep }, NOTHING) as M;
  }

  /**
   * See {@link copyModel}.
   *
   * @param renewed - names of the fields that get a new default, unless `update` has them
   * @param reset - further ones, when `resetFields` asks for them
   * @throws {@link ValidationError}
   */
  copyWith(model: M, options: Copying, renewed: ReadonlySet<string>, reset: ReadonlySet<string> | null = null): M {
    try {
      const copy = this.compiled?.copyWith(model, options, renewed, reset) ?? INVALID;
      if (copy !== INVALID) return copy as M;
      const names = reset === null ? renewed : new Set([...renewed, ...reset]);
      return copyModel(this.plan, model, options, names, copyNested) as M;
    } catch (error) {
      throw isTooDeep(error) ? tooDeep(this.plan) : error;
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

  /** What a model is compared by: its fields by property names, apart from some. */
  compared(model: ModelBase, leftOut: ReadonlySet<string> = NOTHING): Fields {
    const compared = this.plan.written.filter(({ property }) => !leftOut.has(property));
    return Object.fromEntries(compared.map(({ property }) => [property, (model as unknown as Fields)[property]]));
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

function inputOfPart(model: ModelBase): Fields {
  return codecFor(model).input(model, true);
}

function copyNested(model: ModelBase, options: Copying): ModelBase {
  return codecFor(model).copyWith(model, options, NOTHING);
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
