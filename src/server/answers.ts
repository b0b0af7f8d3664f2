import { type ModelClass, type OrmBaseModel } from '../index.js';
import { type AnyRunEntity, type FoundRun } from '../persistence/index.js';
import { timesOf } from './run-times.js';

/** Makes what is answered of a run that was found, or made: an instance of a class. */
export function answering<M extends OrmBaseModel>(
  model: ModelClass<M> & Pick<typeof OrmBaseModel, 'fromOrm'>,
): (found: FoundRun<AnyRunEntity>) => M {
  return ({ run, state }) => model.fromOrm(Object.assign({}, run, timesOf(run), { state, labels: run.labels ?? {} }));
}
