import { type AnyModel, type DictOf, type DictOptions, IdBaseModel, type Unnamed } from '../model/index.js';

/**
 * A model that goes into a state's row.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `StateBaseModel`
 */
export abstract class StateBaseModel<
  Self extends AnyModel = Unnamed,
  Own extends AnyModel = Unnamed,
> extends IdBaseModel<Self, Own> {
  /**
   * The columns of the state's row: {@link PrefectBaseModel.dict} without `data`, which is kept in a table of its own.
   *
   * @source prefect 2.20.25, server/schemas/states.py, `StateBaseModel.orm_dict`
   */
  ormDict<M extends StateBaseModel>(this: M): Omit<DictOf<M>, 'data'>;
  ormDict<M extends StateBaseModel>(this: M, options: DictOptions<M> | undefined): Partial<Omit<DictOf<M>, 'data'>>;
  ormDict(options?: DictOptions<StateBaseModel>): object {
    if (options === undefined) return this.dictWithout('data');
    const columns: Record<string, unknown> = this.dict(options);
    delete columns.data;
    return columns;
  }
}
