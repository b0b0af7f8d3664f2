import { HttpStatus } from '@nestjs/common';

import { type ModelClass, type OrmBaseModel } from '../index.js';
import { type AnyRunEntity, type FoundRun } from '../persistence/index.js';
import { type Decision, type OrchestrationResult } from '../transitions/index.js';
import { type Reply } from './reply.js';
import { timesOf } from './run-times.js';

/** Makes what is answered of a run that was found, or made: an instance of a class. */
export function answering<M extends OrmBaseModel>(
  model: ModelClass<M> & Pick<typeof OrmBaseModel, 'fromOrm'>,
): (found: FoundRun<AnyRunEntity>) => M {
  return ({ run, state }) => model.fromOrm(Object.assign({}, run, timesOf(run), { state, labels: run.labels ?? {} }));
}

/**
 * Answers, as the wire's class of results, what became of a proposed state: 201 when a state was made, 200 when none was.
 *
 * @param model - the class of the answer
 * @source prefect 2.20.25, server/api/flow_runs.py, `set_flow_run_state`
 */
export function answerTransition(
  { state, status, details, isNew }: Decision,
  reply: Reply,
  model: typeof OrchestrationResult,
): OrchestrationResult {
  reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
  // as it is: given to the constructor, the state would be built once more
  return Object.assign(Object.create(model.prototype) as OrchestrationResult, {
    state,
    status,
    details,
  });
}
