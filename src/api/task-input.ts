/*
 * What a task run depends on.
 *
 * @source prefect 2.20.25, server/schemas/core.py, `TaskRunInput`
 */
import { Field, types, PrefectBaseModel } from '../index.js';

/** The result of another task run. */
export class TaskRunResult extends PrefectBaseModel {
  @Field.literal(['task_run'], { default: 'task_run' })
  declare inputType: 'task_run';

  @Field.uuid()
  declare id: string;
}

/** A parameter of the flow run. */
export class Parameter extends PrefectBaseModel {
  @Field.literal(['parameter'], { default: 'parameter' })
  declare inputType: 'parameter';

  @Field.string()
  declare name: string;
}

/** A value that is known beforehand. */
export class Constant extends PrefectBaseModel {
  @Field.literal(['constant'], { default: 'constant' })
  declare inputType: 'constant';

  @Field.string({ description: 'The name of the type of the value' })
  declare type: string;
}

/** Any of them, on either wire. */
export type TaskInput = PrefectBaseModel & { readonly inputType: string };

/** The kind of any of them. */
export const taskInput = types.union([
  types.nested(() => TaskRunResult),
  types.nested(() => Parameter),
  types.nested(() => Constant),
]);
