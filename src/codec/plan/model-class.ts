import { type Wire } from '../../fields/index.js';
import { type Extra, type ModelBase } from './model-base.js';

/** A class of models, as the codec sees it. */
export interface ModelClass<M extends ModelBase = ModelBase> {
  readonly name: string;
  readonly prototype: M;
  /** What happens to names that are no field: left out, or refused. */
  readonly extra: Extra;
  /** Whose words and forms the class has; that of Prefect 2 unless said. */
  readonly wire?: Wire;
  /** What the class is for, in its JSON Schema; said of the class itself only. */
  readonly description?: string;
  /** Whether fields marked `ignored` are left out of what is written. */
  readonly dropsIgnored: boolean;
  /** A rule for every field that is given; see `PrefectBaseModel.checkField`. */
  checkField?(wireName: string, value: unknown): string | null;
  new (...args: never): M;
}

/** Makes an instance whose fields are still to be filled. */
export function blank<M extends ModelBase>(model: ModelClass<M>): M {
  return new (model as unknown as new () => M)();
}
