import { Field } from '../fields/index.js';
import { ActionBaseModel, type AnyModel, type Defaulted, type Unnamed } from '../model/index.js';
import { blankDetails, NAME_FROM_TYPE, SCHEDULED_NOW } from './derived.js';
import { StateDetails } from './state-details.js';
import { stateType, type StateType } from './state-type.js';

/** What a proposed state has in every wire. */
export abstract class ProposedState<
  Self extends AnyModel = Unnamed,
  Own extends AnyModel = Unnamed,
> extends ActionBaseModel<Self, Own> {
  /** The type of the proposed state. */
  @Field.of(stateType, { description: 'The type of the state to create' })
  declare type: StateType;

  /** What people call the state; the type's own name unless another was given. */
  @Field.string({ default: null, derived: NAME_FROM_TYPE, description: 'The name of the state to create' })
  declare name: Defaulted<string, null>;

  /** A message for people. */
  @Field.string({ default: null, description: 'The message of the state to create' })
  declare message: string | null;

  /** The result of the run, or a reference to it. */
  @Field.json({ default: null, description: 'The data of the state to create' })
  declare data: unknown;

  /** Further details of the state. */
  @Field.nested(() => StateDetails, {
    default: blankDetails,
    derived: SCHEDULED_NOW,
    description: 'The details of the state to create',
  })
  declare stateDetails: Defaulted<StateDetails>;
}
