import { markInert } from '../codec/index.js';
import { type DictOptions, IdBaseModel } from '../model/index.js';

/**
 * A model that goes into a state's row.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `StateBaseModel`
 */
export abstract class StateBaseModel extends IdBaseModel {
  /**
   * The columns of the state's row: {@link PrefectBaseModel.dict} without `data`, which is kept in a table of its own.
   *
   * @source prefect 2.20.25, server/schemas/states.py, `StateBaseModel.orm_dict`
   */
  ormDict(options?: DictOptions): Record<string, unknown> {
    if (options === undefined) return this.dictWithout('data');
    const columns = this.dict(options);
    delete columns.data;
    return columns;
  }
}
markInert(StateBaseModel);
