/** What the codec knows a model by. */
export abstract class ModelBase {
  /** Gives a copy what its original keeps beside its fields. @internal */
  static carry(from: ModelBase, to: ModelBase): void {
    to.carryOver?.(from);
  }

  /**
   * Takes over what another instance of the class keeps beside its fields, in private ones for example. Called on every
   * copy; a class that keeps nothing of the kind need not have it.
   */
  protected carryOver?(from: ModelBase): void;
}
