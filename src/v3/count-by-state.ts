import { prefect3 } from '../fields/index.js';
import {
  type AnyModel,
  type ConstructorFields,
  type FieldsOf,
  type JsonOf,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';
import * as states from '../states/index.js';

/** What a {@link CountByState} is made of. */
export type CountByStateFields = FieldsOf<CountByState>;

/** The wire object of a {@link CountByState}: every type is there. */
export type CountByStateJson = JsonOf<CountByState>;

/**
 * How many runs are in a state of each type.
 *
 * @source prefect 3.8.8, server/schemas/states.py, `CountByState`
 */
export class CountByState<Self extends AnyModel = Unnamed> extends states.CountByState {
  static override readonly wire = prefect3;

  declare static readonly '~standard': StandardModel<CountByState>;

  constructor(fields: ConstructorFields<Self, CountByStateFields>) {
    super(fields);
  }
}
