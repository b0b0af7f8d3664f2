import { branded, PrefectError } from './prefect-error.js';
import { isStackOverflow } from './stack-overflow.js';

/**
 * One fault of a value, in the shape in which Prefect's REST API reports it.
 *
 * @source prefect 2.20.25, the `exception_detail` of a 422 (pydantic's `ValidationError.errors()`)
 */
export interface Issue {
  /** The way to the place, in wire names and list indexes; `['__root__']` is the value itself. */
  readonly loc: readonly (string | number)[];
  /** What is wrong, in the reference's words. */
  readonly msg: string;
  /** Which rule was broken: `type_error.uuid`, `value_error.missing`, ... */
  readonly type: string;
  /** Facts of the rule, such as the values that an enumeration permits. */
  readonly ctx?: Readonly<Record<string, unknown>>;
}

const deep = new WeakSet<ValidationError>();

/**
 * Thrown when a value is not what its class asks for. It lists every place that is wrong, not only the first one.
 *
 * @example
 * ```ts
 * State.safeParse({ type: 'NOPE' }).error?.issues[0]?.type //=> 'type_error.enum'
 * ```
 */
export class ValidationError extends PrefectError {
  readonly code = 'PREFECT_STATES_VALIDATION';
  /** Name of the class that refused the value. */
  readonly model: string;
  /** Every fault, in the order of the fields; names that are not permitted come last. */
  readonly issues: readonly Issue[];
  #refusedBy: object | undefined;

  /**
   * @param model - name of the class that refused the value
   */
  constructor(model: string, issues: readonly Issue[]) {
    super();
    this.model = model;
    this.issues = issues;
  }

  /** Every fault with its place, in sentences: made when it is first read, since most refusals are only looked at as issues. */
  override get message(): string {
    // an engine may read it for the stack while the error is being made
    const issues = this.issues as readonly Issue[] | undefined;
    if (issues === undefined) return '';
    const text = describe(this.model, issues);
    setMessage(this, text);
    return text;
  }

  override set message(text: string) {
    setMessage(this, text);
  }

  /** @internal */
  static of(model: { readonly name: string }, issues: readonly Issue[]): ValidationError {
    const error = new ValidationError(model.name, issues);
    error.#refusedBy = model;
    return error;
  }

  /** The class that refused the value; undefined where an error was made by hand. @internal */
  static refuserOf(error: ValidationError): object | undefined {
    return #refusedBy in error ? error.#refusedBy : undefined;
  }

  /** The error of a value that is nested deeper than the stack holds; see {@link isTooDeep}. @internal */
  static tooDeep(model: { readonly name: string }, issue: Issue): ValidationError {
    const error = ValidationError.of(model, [issue]);
    deep.add(error);
    return error;
  }
}
branded(ValidationError, 'ValidationError');

/**
 * Whether an error says that a value is nested too deep: the stack ran out, here or inside a default that makes a model.
 *
 * @internal
 */
export function isTooDeep(error: unknown): boolean {
  return error instanceof ValidationError ? deep.has(error) : isStackOverflow(error);
}

/** Makes it what an ordinary error has; a frozen one stays as it is. */
function setMessage(error: ValidationError, value: string): void {
  Reflect.defineProperty(error, 'message', { value, writable: true, configurable: true });
}

function describe(model: string, issues: readonly Issue[]): string {
  const count = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`;
  const lines = issues.map(({ loc, msg, type }) => `${loc.join(' -> ')}\n  ${msg} (type=${type})`);
  return `${count} for ${model}\n${lines.join('\n')}`;
}
