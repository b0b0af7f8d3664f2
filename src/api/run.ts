/* What flow runs and task runs have in common. */
import { type DateTime } from 'luxon';

import { Field, type FieldDecorator, OrmBaseModel, State, StateCreate, StateType } from '../index.js';

/** A kind of runs, as descriptions speak of it. */
type RunTitle = 'flow run' | 'task run';

/**
 * A run, as the server answers it: the state that it is in, and when and how long it ran. Each field says which it stands
 * behind, as the order of the keys is part of the answer.
 *
 * @source prefect 2.20.25, server/schemas/core.py, `FlowRun`, `TaskRun`
 */
export abstract class Run extends OrmBaseModel {
  @Field.enum(StateType, { default: null, after: 'tags', description: 'The type of the current state' })
  declare stateType: StateType | null;

  @Field.string({ default: null, after: 'stateType', description: 'The name of the current state' })
  declare stateName: string | null;

  @Field.dateTime({ default: null, after: 'nextScheduledStartTime', description: 'The actual start time' })
  declare startTime: DateTime | null;

  @Field.dateTime({ default: null, after: 'startTime', description: 'The actual end time' })
  declare endTime: DateTime | null;

  @Field.float({ default: 0, after: 'endTime', description: 'Seconds in running states that the run has left' })
  declare totalRunTime: number;

  @Field.float({ default: 0, after: 'totalRunTime', description: 'Seconds in running states, until now' })
  declare estimatedRunTime: number;

  @Field.float({ default: 0, after: 'estimatedRunTime', description: 'Seconds that the start is late' })
  declare estimatedStartTimeDelta: number;
}

/** The id of the state that a run is in. */
export function CurrentStateId(title: RunTitle, place?: { readonly after: string }): FieldDecorator<string | null> {
  return Field.uuid({ ...place, default: null, description: `The id of the ${title}'s current state` });
}

/** The state that a run is in. */
export function CurrentState(title: RunTitle): FieldDecorator<State | null> {
  return Field.nested(() => State, { default: null, description: `The current state of the ${title}` });
}

/** How often a run has begun. */
export function RunCount(title: RunTitle): FieldDecorator<number> {
  return Field.int({ default: 0, description: `How often the ${title} has begun to run` });
}

/** When a run was first to begin. */
export function ExpectedStart(title: RunTitle): FieldDecorator<DateTime | null> {
  return Field.dateTime({ default: null, description: `When the ${title} was first to begin` });
}

/** When a run is to begin next. */
export function NextStart(title: RunTitle): FieldDecorator<DateTime | null> {
  return Field.dateTime({ default: null, description: `When the ${title} is to begin, while it is scheduled` });
}

/** The state in which a run is made. */
export function FirstState(title: RunTitle): FieldDecorator<StateCreate | null> {
  return Field.nested(() => StateCreate, { default: null, description: `The state of the ${title} to create` });
}
