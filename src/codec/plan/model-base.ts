import { DEFAULT_WIRE, environmentVariable, type Wire } from '../../fields/index.js';

/** What happens to names that are no field: left out, or refused. */
export type Extra = 'ignore' | 'forbid';

/**
 * What models of a wire with a test mode do with names that are no field, unless a class says otherwise: left out, so that a
 * newer server's answers stay readable; refused in test mode, so that a misspelt name does not go unseen. Read once, at load,
 * as the reference reads it.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.Config`
 */
const DEFAULT_EXTRA: Extra = ['1', 'true'].includes((environmentVariable('PREFECT_TEST_MODE') ?? '0').toLowerCase())
  ? 'forbid'
  : 'ignore';

/** What the codec knows a model by. */
export abstract class ModelBase {
  /** Which major version of Prefect the class speaks with: its words, its forms, its spelling of time. */
  static readonly wire: Wire = DEFAULT_WIRE;

  /**
   * What happens to names that are no field: left out, or refused. A class says it by a field of this name.
   *
   * @defaultValue `ignore`; in the test mode of Prefect 2 (`PREFECT_TEST_MODE`), for its wire, `forbid`
   */
  static get extra(): Extra {
    return this.wire.hasTestMode ? DEFAULT_EXTRA : 'ignore';
  }

  // a class whose static fields are assigned, not defined, says it here
  static set extra(value: Extra) {
    Object.defineProperty(this, 'extra', { value, writable: true, enumerable: true, configurable: true });
  }

  /** Gives a copy what its original keeps beside its fields. @internal */
  static carry(from: ModelBase, to: ModelBase): void {
    to.carryOver?.(from);
  }

  /**
   * Takes over what another instance of the class keeps beside its fields, in private ones for example. Called on every copy; a
   * class without such things does not need it.
   */
  protected carryOver?(from: ModelBase): void;
}
