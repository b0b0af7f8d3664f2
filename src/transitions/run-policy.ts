import { type CodedFault, Field, INVALID, isObject, type Kind, types, type Derived } from '../fields/index.js';
import { type AnyModel, type Defaulted, PrefectBaseModel } from '../model/index.js';

/**
 * Fills in a field from its deprecated name.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `set_run_policy_deprecated_fields`
 */
function fromOldName<T = never>(name: string): Derived<T | number | null> {
  return {
    from: [name],
    by: (value: T | number | null, old: number) => (old !== 0 && isNothing(value) ? Math.trunc(old) : value),
  };
}

function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

/** @source pydantic 1, errors.py, `NumberNotFiniteError`; the reference accepts such a number, and fails when it writes it */
function notFinite(value: number): CodedFault | null {
  return Number.isFinite(value) ? null : { code: 'finite' };
}

/** The fields that all run policies have. */
abstract class RunPolicy<Self extends AnyModel> extends PrefectBaseModel<Self> {
  @Field.int({ default: 0, description: 'Not used; use `retries`.' })
  declare maxRetries: Defaulted<number>;

  @Field.float({ default: 0, check: notFinite, description: 'Not used; use `retry_delay`.' })
  declare retryDelaySeconds: Defaulted<number>;

  @Field.int({
    default: null,
    nullable: true,
    derived: fromOldName('maxRetries'),
    description: 'The number of retries.',
  })
  declare retries: number | null;

  @Field.int({
    default: null,
    nullable: true,
    derived: fromOldName('retryDelaySeconds'),
    description: 'Seconds between retries.',
  })
  declare retryDelay: number | number[] | null;
}

const HASHABLE = ['string', 'number', 'boolean'].map((type) => ({ type }));

/**
 * Keys of pauses: a list without duplicates, in the order of the input.
 *
 * @source pydantic 1, validators.py, `set_validator`
 */
const keySet: Kind<unknown[]> = {
  ...types.list(types.json),
  name: 'set',
  accept: (value) => (Array.isArray(value) && value.every(isText) ? [...new Set(value)] : INVALID),
  interpret(value, faults) {
    if (!Array.isArray(value) && !(value instanceof Set)) {
      return faults.add({ code: 'set' });
    }
    const keys = Array.from(value as Iterable<unknown>);
    const unhashable = keys.find((key) => Array.isArray(key) || isObject(key));
    if (unhashable === undefined) return distinct(keys);
    return faults.add({ code: 'unhashable', given: unhashable });
  },
  schema: (refs) => ({ type: 'array', items: refs.orNull({ anyOf: HASHABLE }), uniqueItems: true }),
};

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** As in Python, where `True == 1` and `False == 0`. */
function distinct(keys: readonly unknown[]): unknown[] {
  const seen = new Set<unknown>();
  return keys.filter((key) => {
    const known = typeof key === 'boolean' ? Number(key) : key;
    return !seen.has(known) && seen.add(known);
  });
}

/** How a flow run retries, and which pauses it has passed. @source prefect 2.20.25, server/schemas/core.py, `FlowRunPolicy` */
export class FlowRunPolicy extends RunPolicy<FlowRunPolicy> {
  declare retryDelay: number | null;

  @Field.of(keySet, { default: () => [], nullable: true, description: 'The pauses that the run has come through.' })
  declare pauseKeys: unknown[] | null;

  @Field.bool({ default: false, nullable: true, description: 'Whether the run is resuming from a pause.' })
  declare resuming: boolean | null;

  @Field.literal(['in_process', 'reschedule'], {
    default: null,
    description: 'The type of retry that the run is undergoing.',
  })
  declare retryType: 'in_process' | 'reschedule' | null;
}

const MOST_DELAYS = 50;

/** @source prefect 2.20.25, _internal/schemas/validators.py, `list_length_50_or_less` */
function delayCount(delay: number | number[]): CodedFault | null {
  if (!Array.isArray(delay) || delay.length <= MOST_DELAYS) return null;
  return { code: 'rule', msg: `Can not configure more than ${MOST_DELAYS} retry delays per task.` };
}

/** @source prefect 2.20.25, _internal/schemas/validators.py, `validate_not_negative` */
function notNegative(factor: number): CodedFault | null {
  return factor < 0 ? { code: 'rule', msg: '`retry_jitter_factor` must be >= 0.' } : null;
}

/** How a task run retries. @source prefect 2.20.25, server/schemas/core.py, `TaskRunPolicy` */
export class TaskRunPolicy extends RunPolicy<TaskRunPolicy> {
  @Field.union([types.int(), types.list(types.int())], {
    default: null,
    check: delayCount,
    schema: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' }, maxItems: MOST_DELAYS }] },
    nullable: true,
    derived: fromOldName<number[]>('retryDelaySeconds'),
    description: 'Seconds between retries, or a list of them, one for each retry.',
  })
  declare retryDelay: number | number[] | null;

  @Field.float({
    default: null,
    check: notNegative,
    schema: { type: 'number', minimum: 0 },
    description: 'How much a delay is spread at random.',
  })
  declare retryJitterFactor: number | null;
}

/** A copy of a flow run's policy with some fields changed. @internal */
export function changedPolicy(policy: FlowRunPolicy, update: Partial<FlowRunPolicy>): FlowRunPolicy {
  return policy.copy({ deep: true, update });
}
