import { type DateTime } from 'luxon';

import { codecOf, type ModelClass } from '../codec/index.js';
import { Field } from '../fields/index.js';
import { IdBaseModel } from './id-base-model.js';
import { type AnyModel, type Unnamed } from './model-types.js';

const RESETTABLE: ReadonlySet<string> = new Set(['id', 'created', 'updated']);

/**
 * A model of a row: with an id, and when it was created and last updated. A copy with `resetFields` resets all three, and
 * `equals` leaves them out.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ORMBaseModel`
 */
export abstract class OrmBaseModel<Self extends AnyModel = Unnamed> extends IdBaseModel<Self> {
  /** When the row was made; null before. */
  @Field.dateTime({ default: null, repr: false, promised: true })
  declare created: DateTime | null;

  /** When the row was last changed; null before. */
  @Field.dateTime({ default: null, repr: false, promised: true })
  declare updated: DateTime | null;

  /**
   * Makes a model from a row: an object whose properties are named as the fields. Other properties are ignored.
   *
   * @throws {@link ValidationError} when the row is not what the class asks for
   * @source pydantic 1, `BaseModel.from_orm`
   */
  static fromOrm<M extends OrmBaseModel>(this: ModelClass<M>, row: object): M {
    const columns = row as Readonly<Record<string, unknown>>;
    const fields = codecOf(this).plan.fields.map(({ property }) => [property, columns[property]] as const);
    return new (this as unknown as new (fields: object) => M)(Object.fromEntries(fields));
  }

  protected override resettableFields(): ReadonlySet<string> {
    return RESETTABLE;
  }
}
