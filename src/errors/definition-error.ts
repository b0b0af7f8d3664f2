import { branded, PrefectError } from './prefect-error.js';

/**
 * Thrown when the decorators of a class do not make a model: at its first use, with every fault of the class at once.
 * It is the author's mistake, never the data's.
 */
export class DefinitionError extends PrefectError {
  readonly code = 'PREFECT_STATES_DEFINITION';
  /** Name of the class. */
  readonly model: string;
  /** One sentence a fault, each beginning with the property it is about. */
  readonly faults: readonly string[];

  /**
   * @param model - name of the class
   */
  constructor(model: string, faults: readonly string[]) {
    super(`${model} is not a model:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.model = model;
    this.faults = faults;
  }

  /** @internal */
  static of(model: { readonly name: string }, faults: readonly string[]): DefinitionError {
    return new DefinitionError(model.name, faults);
  }
}
branded(DefinitionError, 'DefinitionError');
