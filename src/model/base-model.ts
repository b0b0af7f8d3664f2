import {
  codecFor,
  codecOf,
  type CopyOptions as AnyCopyOptions,
  type ExportOptions as AnyExportOptions,
  jsonSchemaOf,
  type JsonSchemaOptions,
  type ModelClass,
  partsOf,
  refusalOf,
  ModelBase,
} from '../codec/index.js';
import { isStackOverflow, SerializationError, ValueError } from '../errors/index.js';
import {
  COPY,
  equalValues,
  givesWire,
  INSPECT,
  isModel,
  type JsonOptions,
  type JsonValue,
  PARTS,
  pythonRepr,
  WIRE,
} from '../values/index.js';
import { fillLate, INPUT, type JsonSchema, type ModelPort, PORT, refuseExtras } from '../fields/index.js';
import { wireOf } from './wire-object.js';
import { extrasOf } from './extra.js';
import {
  type AnyModel,
  type ConstructorFields,
  type CopyOptions,
  type DictOf,
  type DictOptions,
  type JsonOf,
  type JsonTextOptions,
  type OwnFields,
  type SafeParseResult,
  type Unnamed,
  type WholeOf,
} from './model-types.js';
import { readJson } from './read-json.js';
import { type StandardModel, standardModelOf } from './standard-schema.js';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The base of every model. Fields are declared with `@Field`; values are checked on the way in, and written as the wire has
 * them. A class that names itself, `class Job extends PrefectBaseModel<Job>`, has its constructor typed by its fields.
 *
 * ```
 * wire object or text --parse--> instance --json, dict--> wire text or object
 * ```
 *
 * @typeParam Self - the class that extends it and names itself
 * @typeParam Own - the class, where others extend that one and may name themselves
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel`
 */
export abstract class PrefectBaseModel<
  Self extends AnyModel = Unnamed,
  Own extends AnyModel = Unnamed,
> extends ModelBase {
  /** Whether fields marked `ignored` are left out of everything that is written. */
  static readonly dropsIgnored: boolean = false;

  /** What the class is for, in its JSON Schema. A subclass says its own: it is not inherited. */
  declare static readonly description?: string;

  // without it `instanceof` would make the type argument of a class `any`; for the compiler only
  declare static readonly [Symbol.hasInstance]: <M>(
    this: abstract new (...args: never) => M,
    value: unknown,
  ) => value is M;

  /**
   * A rule for every field that is given, after the field's own: gives what is wrong, or null.
   *
   * @source pydantic 1, `validator("*")`
   */
  static checkField?(wireName: string, value: unknown): string | null;

  /**
   * Makes a model from its fields by property names, checked as {@link PrefectBaseModel.parse} checks. Without arguments
   * it makes a blank, unchecked instance, because class-transformer calls it so.
   *
   * @throws {@link ValidationError} with every place that is wrong
   * @throws {@link DefinitionError} when the class's decorators do not make a model
   */
  constructor(fields: ConstructorFields<Self, OwnFields<Own>> | (Own extends Unnamed ? undefined : never)) {
    super();
    if (fields === undefined) return;
    codecOf(new.target as unknown as ModelClass<PrefectBaseModel>).construct(this, fields);
  }

  /**
   * Makes a model from a wire object, or from an instance of any model. The input is not changed. Nothing of it is shared,
   * except what a `json` field holds.
   *
   * @throws {@link ValidationError} with every place that is wrong
   * @source pydantic 1, `BaseModel.parse_obj`
   */
  static parse<M extends PrefectBaseModel>(this: ModelClass<M>, value: unknown): M {
    const read = codecOf(this).read(value);
    if (read instanceof PrefectBaseModel) return read;
    throw read;
  }

  /** As {@link PrefectBaseModel.parse}, but gives the error instead of throwing it. */
  static safeParse<M extends PrefectBaseModel>(this: ModelClass<M>, value: unknown): SafeParseResult<M> {
    const read = codecOf(this).read(value);
    return read instanceof PrefectBaseModel ? { success: true, data: read } : { success: false, error: read };
  }

  /**
   * Makes a model from JSON text, or from its UTF-8 bytes.
   *
   * @throws {@link ValidationError} also for what is not JSON: the place is told, the text is not
   * @source pydantic 1, `BaseModel.parse_raw`
   */
  static parseJson<M extends PrefectBaseModel>(this: ModelClass<M>, text: string | Uint8Array): M {
    const reading = readJson(text);
    if (reading.fault !== undefined) throw refusalOf(codecOf(this).plan, reading.fault);
    return PrefectBaseModel.parse.call(this, reading.value) as M;
  }

  /** The JSON Schema of what the class takes, or of what it writes, by wire names. */
  static jsonSchema<M extends PrefectBaseModel>(this: ModelClass<M>, options: JsonSchemaOptions = {}): JsonSchema {
    return jsonSchemaOf(codecOf(this).plan, options);
  }

  /** The class as a Standard Schema, which Nest's `StandardSchemaValidationPipe` and others take. */
  static get '~standard'(): StandardModel<PrefectBaseModel> {
    const model = this as unknown as ModelClass<PrefectBaseModel> & Pick<typeof PrefectBaseModel, 'safeParse'>;
    return standardModelOf<PrefectBaseModel>({
      safeParse: (value) => model.safeParse(value),
      jsonSchema: (options) => jsonSchemaOf(codecOf(model).plan, options),
    });
  }

  static [PORT]<M extends PrefectBaseModel>(this: ModelClass<M>): ModelPort<M> {
    return codecOf(this);
  }

  /**
   * The fields by property names, with values as memory holds them. Containers are rebuilt, nested models become objects.
   * A `DateTime` among them keeps its microseconds, but `JSON.stringify` of it does not: use `jsonCompatible` for text.
   *
   * @throws {@link ValueError} for `shallow` together with `jsonCompatible`, and for a selection that is none
   * @throws {@link SerializationError} with `jsonCompatible`, for what JSON cannot hold; and for what is circular
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.dict`
   */
  dict<M extends PrefectBaseModel>(this: M): DictOf<M>;
  dict<M extends PrefectBaseModel>(
    this: M,
    options: DictOptions<M> & { readonly jsonCompatible: true },
  ): Partial<JsonOf<M>>;
  dict<M extends PrefectBaseModel>(this: M, options: DictOptions<M> | undefined): Partial<DictOf<M>>;
  dict(options?: DictOptions<PrefectBaseModel>): object {
    if (options === undefined) return this.dictWithout(null);
    const { shallow = false, jsonCompatible = false } = options;
    const parts = partsOf(options);
    if (jsonCompatible && shallow) throw ValueError.of('`json_compatible` can only be applied to the entire object.');
    const isWhole = Object.keys(parts).length === 0;
    if (jsonCompatible) return isWhole ? codecFor(this).wire(this) : wireOf(this, parts, {});
    const { plan } = codecFor(this);
    const isShallow = shallow && !plan.model.dropsIgnored;
    if (isShallow && isWhole) return codecFor(this).compared(this);
    const deep = codecFor(this).export(this, { ...parts, to: 'memory', json: {}, place: '' });
    if (!isShallow) return deep;
    for (const name of Object.keys(deep)) {
      const own: unknown = (this as unknown as Record<string, unknown>)[name];
      if (isModel(own)) deep[name] = own;
    }
    return deep;
  }

  /**
   * The wire text. Secrets are masked unless `includeSecrets`.
   *
   * @throws {@link SerializationError} for what JSON cannot hold, with its place
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.json`
   */
  json<M extends PrefectBaseModel>(this: M, options?: JsonTextOptions<M>): string {
    if (options === undefined) return codecFor(this).text(this);
    const { includeSecrets } = options;
    return JSON.stringify(wireOf(this, partsOf(options as AnyExportOptions), { includeSecrets }));
  }

  /** The wire object, secrets masked, so that `JSON.stringify` and frameworks write the wire. */
  toJSON(): JsonOf<this> {
    return codecFor(this).wire(this) as JsonOf<this>;
  }

  static {
    givesWire(this.prototype);
  }

  /**
   * Copies the model; nested models are copied too, `data` only with `deep`.
   *
   * @throws {@link ValidationError} when a value in `update` is not the field's, or a name no field
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.copy`
   */
  copy<M extends PrefectBaseModel>(this: M, options: CopyOptions<M> = {}): WholeOf<M> {
    const reset = options.resetFields === true ? this.resettableFields() : null;
    return codecFor(this).copyWith(this, options as AnyCopyOptions, this.renewedFields(), reset) as WholeOf<M>;
  }

  /**
   * Whether another model holds the same values. Fields that a copy with `resetFields` resets are left out on both sides. An
   * object that is no model must hold exactly the fields that are left, by property names. Instants are compared to the
   * microsecond, whatever their zone.
   *
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.__eq__`
   */
  equals(other: unknown): boolean {
    const leftOut = this.resettableFields();
    if (other instanceof PrefectBaseModel) return codecFor(this).equals(this, other, leftOut, other.resettableFields());
    // a model of another copy of this package has the same methods
    return equalValues(
      codecFor(this).compared(this, leftOut),
      isModel(other) ? (other as PrefectBaseModel)[PARTS](true) : other,
    );
  }

  /** The class and its fields, as Python's `repr` writes values. `console.log` shows it. */
  repr(): string {
    const shown = codecFor(this).plan.written.filter(({ options }) => options.repr !== false);
    const fields = shown.map(({ property }) => {
      const value = (this as unknown as Record<string, unknown>)[property];
      return `${property}=${pythonRepr(value)}`;
    });
    return `${this.constructor.name}(${fields.join(', ')})`;
  }

  /** The text of {@link PrefectBaseModel.repr}, unless a class has a shorter one. */
  override toString(): string {
    return this.repr();
  }

  /** @internal */
  [INSPECT](): string {
    return this.repr();
  }

  /** @internal */
  [WIRE](options: AnyExportOptions & JsonOptions): Record<string, JsonValue> {
    const { includeSecrets } = options;
    return wireOf(this, partsOf(options), { includeSecrets });
  }

  /** @internal */
  [INPUT](): Record<string, unknown> {
    return codecFor(this).input(this);
  }

  /** @internal */
  [PARTS](isComparedAlone = false): Record<string, unknown> {
    return codecFor(this).compared(this, isComparedAlone ? this.resettableFields() : NOTHING);
  }

  /** @internal */
  [COPY](): this {
    return codecFor(this).copy(this, true) as this;
  }

  /**
   * Names of the properties that a copy with `resetFields` resets and that `equals` leaves out.
   *
   * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel._reset_fields`
   */
  protected resettableFields(): ReadonlySet<string> {
    return NOTHING;
  }

  /** Names of the properties that every copy resets to their defaults, unless `update` has them. */
  protected renewedFields(): ReadonlySet<string> {
    return NOTHING;
  }

  /** {@link PrefectBaseModel.dict} without options, and without one property. */
  protected dictWithout(property: string | null): Record<string, unknown> {
    try {
      return codecFor(this).dict(this, property, '');
    } catch (error) {
      throw isStackOverflow(error) ? SerializationError.endless(this.constructor.name, error) : error;
    }
  }
}
refuseExtras(PrefectBaseModel.prototype, extrasOf);
fillLate(PrefectBaseModel.prototype, 'toJSON');
