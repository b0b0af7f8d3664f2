import { MissingResult, ValueError } from '../errors/index.js';
import { Field } from '../fields/index.js';
import { isMarked, pythonRepr, pythonTypeName } from '../values/index.js';
import {
  type AnyModel,
  type Defaulted,
  type FieldsOf,
  PrefectBaseModel,
  type ModelBase,
  type Unnamed,
} from '../model/index.js';

/** Marks results, so that one copy of this package knows the other's. */
const RESULT = Symbol.for('prefect-states.result');

/**
 * Fetches what a reference points to. This package knows no storage: the user passes the way to it.
 *
 * @param reference - where the result is kept, and how it was serialized
 * @returns the value, or a promise of it
 */
export type ResultReader = (reference: PersistedResult) => unknown;

/**
 * What the `data` of a state says of the result of a run. The wire's `type` tells the kinds apart.
 *
 * @source prefect 2.20.25, results.py, `BaseResult`
 */
export abstract class BaseResult<Self extends AnyModel = Unnamed> extends PrefectBaseModel<Self> {
  static override readonly extra: 'ignore' | 'forbid' = 'forbid';

  @Field.string()
  declare type: string;

  @Field.string({ default: null })
  declare artifactType: string | null;

  @Field.string({ default: null })
  declare artifactDescription: string | null;

  /**
   * Gives the value.
   *
   * @param readResult - asked for a result that is a reference
   * @throws {@link MissingResult} when there is no value to give
   */
  abstract get(readResult?: ResultReader): Promise<unknown>;
}
Object.defineProperty(BaseResult.prototype, RESULT, { value: true });

/**
 * A result that is kept only in the memory of the process that made it. The wire carries its description.
 *
 * @source prefect 2.20.25, results.py, `UnpersistedResult`
 */
export class UnpersistedResult extends BaseResult<UnpersistedResult> {
  @Field.enum({ unpersisted: 'unpersisted' }, { default: 'unpersisted' })
  declare type: Defaulted<'unpersisted'>;

  // in a box, because the value may be undefined
  #kept: { readonly value: unknown } | null = null;

  /** Makes a result that keeps its value in memory. */
  static create(value: unknown): UnpersistedResult {
    const artifactDescription = `Unpersisted result of type \`${pythonTypeName(value)}\``;
    const result = new UnpersistedResult({ artifactType: 'result', artifactDescription });
    result.#kept = { value };
    return result;
  }

  /** Whether the value is still at hand. */
  hasCachedObject(): boolean {
    return this.#kept !== null;
  }

  /** @throws {@link MissingResult} in any process but the one that made it */
  async get(): Promise<unknown> {
    if (this.#kept === null) throw MissingResult.notPersisted();
    return Promise.resolve(this.#kept.value);
  }

  protected override carryOver(from: ModelBase): void {
    if (from instanceof UnpersistedResult) this.#kept = from.#kept;
  }
}

/**
 * A result that stands in the state itself.
 *
 * @source prefect 2.20.25, results.py, `LiteralResult`
 */
export class LiteralResult extends BaseResult<LiteralResult> {
  @Field.enum({ literal: 'literal' }, { default: 'literal' })
  declare type: Defaulted<'literal'>;

  @Field.json({ default: null })
  declare value: unknown;

  /**
   * Makes a literal of null or a boolean, which is all that Prefect itself makes literals of.
   *
   * @throws {@link ValueError} for anything else
   */
  static create(value: boolean | null): LiteralResult {
    if (value !== null && typeof value !== 'boolean') {
      throw ValueError.of(
        `Unsupported type '${pythonTypeName(value)}' for result literal. Expected one of: NoneType, bool, UUID`,
      );
    }
    const artifactDescription = `Result with value \`${pythonRepr(value)}\` persisted to Prefect.`;
    return new LiteralResult({ value, artifactType: 'result', artifactDescription });
  }

  async get(): Promise<unknown> {
    return Promise.resolve(this.value);
  }
}

/** What a {@link PersistedResult} is made of. */
export type PersistedResultFields = FieldsOf<PersistedResult>;

/**
 * A reference to a result in storage.
 *
 * @source prefect 2.20.25, results.py, `PersistedResult`
 */
export class PersistedResult extends BaseResult<PersistedResult> {
  @Field.enum({ reference: 'reference' }, { default: 'reference' })
  declare type: Defaulted<'reference'>;

  /** How the result was serialized: `pickle`, `json`, `compressed/json`, ... */
  @Field.string()
  declare serializerType: string;

  /** Id of the block document that describes the storage. */
  @Field.uuid()
  declare storageBlockId: string;

  /** The name of the result in the storage. */
  @Field.string()
  declare storageKey: string;

  /** @throws {@link MissingResult} without `readResult`; it says what to pass */
  async get(readResult?: ResultReader): Promise<unknown> {
    if (readResult === undefined) throw MissingResult.noReader();
    return await readResult(this);
  }
}

/**
 * The result of a run that was forced into a finished state: null.
 *
 * @source prefect 2.20.25, results.py, `UnknownResult`
 */
export class UnknownResult extends BaseResult {
  @Field.enum({ unknown: 'unknown' }, { default: 'unknown' })
  declare type: Defaulted<'unknown'>;

  // required, as in the reference, so that not every object of type 'unknown' is taken for a result
  @Field.json<null>({
    nullable: true,
    schema: { enum: [null] },
    check: (value: unknown) => (value === null ? null : NOT_NULL),
  })
  declare value: null;

  constructor(fields: FieldsOf<UnknownResult> & { readonly value: null }) {
    super(fields);
  }

  /** Makes an unknown result. */
  static create(): UnknownResult {
    const artifactDescription = 'Unknown result persisted to Prefect.';
    return new UnknownResult({ value: null, artifactType: 'result', artifactDescription });
  }

  async get(): Promise<null> {
    return Promise.resolve(null);
  }
}

const NOT_NULL = { code: 'notNull' } as const;

/** Whether a value is a result. */
export function isResult(value: unknown): value is BaseResult {
  return isMarked(value, RESULT);
}
