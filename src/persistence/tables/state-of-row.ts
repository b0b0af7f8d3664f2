import { type DateTime } from 'luxon';

import { State, type StateClass, type StateDetails } from '../../index.js';

/** The columns of a state's row, as a driver or an entity has read them. @internal */
export interface StateRow {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string | DateTime;
  readonly name: string;
  readonly message: string | null;
  readonly state_details: unknown;
  /** Data in the state's own row: of an event of Prefect 3, or written by early Prefect 2. It goes before that of an artifact. */
  readonly own_data: unknown;
  /** The data of its artifact. */
  readonly data: unknown;
}

/** Makes a state of its row, by way of the wire's form, which is the quickest to read. @internal */
export function stateOfRow<S extends State>(stateClass: StateClass<S>, { own_data, data, ...columns }: StateRow): S {
  return asModel(stateClass).parse({ ...columns, data: own_data ?? data ?? null }) as S;
}

const details = new WeakMap<StateClass, StateDetails>();

/** The details of which a class knows nothing but the defaults. @throws {@link ValidationError} for a class that no row can be read as @internal */
export function blankDetailsOf(stateClass: StateClass): StateDetails {
  let blank = details.get(stateClass);
  if (blank === undefined)
    details.set(stateClass, (blank = asModel(stateClass).parse({ type: 'PENDING' }).stateDetails));
  return blank;
}

function asModel(stateClass: StateClass): typeof State {
  return stateClass as unknown as typeof State;
}
