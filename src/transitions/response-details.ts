import { Field, INVALID, type Kind, Kinds } from '../fields/index.js';
import { PrefectBaseModel } from '../model/index.js';

/** Says that a state was accepted. @source prefect 2.20.25, server/schemas/responses.py, `StateAcceptDetails` */
export class StateAcceptDetails extends PrefectBaseModel {
  @Field.enum({ accept_details: 'accept_details' }, { default: 'accept_details' })
  declare type: 'accept_details';
}

/** Says why another state, or none, was set. @source prefect 2.20.25, server/schemas/responses.py, `StateRejectDetails` */
export class StateRejectDetails extends PrefectBaseModel {
  @Field.enum({ reject_details: 'reject_details' }, { default: 'reject_details' })
  declare type: 'reject_details';

  @Field.string({ default: null, description: 'Why the state was rejected' })
  declare reason: string | null;
}

/** Says why the run must not go on. @source prefect 2.20.25, server/schemas/responses.py, `StateAbortDetails` */
export class StateAbortDetails extends PrefectBaseModel {
  @Field.enum({ abort_details: 'abort_details' }, { default: 'abort_details' })
  declare type: 'abort_details';

  @Field.string({ default: null, description: 'Why the transition was aborted' })
  declare reason: string | null;
}

/** Says how long to wait before asking again. @source prefect 2.20.25, server/schemas/responses.py, `StateWaitDetails` */
export class StateWaitDetails extends PrefectBaseModel {
  @Field.enum({ wait_details: 'wait_details' }, { default: 'wait_details' })
  declare type: 'wait_details';

  @Field.int({ description: 'Whole seconds to wait before the transition is proposed again' })
  declare delaySeconds: number;

  @Field.string({ default: null, description: 'Why the transition must wait' })
  declare reason: string | null;
}

/** Why a transition went as it did. */
export type StateResponseDetails = StateAcceptDetails | StateRejectDetails | StateAbortDetails | StateWaitDetails;

const MEMBERS: Readonly<Record<string, Kind<StateResponseDetails>>> = {
  accept_details: Kinds.nested<StateResponseDetails>(() => StateAcceptDetails),
  reject_details: Kinds.nested<StateResponseDetails>(() => StateRejectDetails),
  abort_details: Kinds.nested<StateResponseDetails>(() => StateAbortDetails),
  wait_details: Kinds.nested<StateResponseDetails>(() => StateWaitDetails),
};

function memberOf(value: unknown): Kind<StateResponseDetails> | undefined {
  const type = typeof value === 'object' && value !== null ? (value as { readonly type?: unknown }).type : undefined;
  return typeof type === 'string' && Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined;
}

/** The kind of any of the details; which it is, its `type` says. @internal */
export const responseDetails: Kind<StateResponseDetails> = {
  ...MEMBERS.accept_details!,
  name: 'response details',
  is: (value): value is StateResponseDetails => memberOf(value)?.is(value) ?? false,
  accept: (value, naming) => memberOf(value)?.accept(value, naming) ?? INVALID,
  interpret: (value, faults, naming) => (memberOf(value) ?? MEMBERS.accept_details!).interpret(value, faults, naming),
  toWire: (value, options, place) => MEMBERS[value.type]!.toWire(value, options, place),
  text: (value, place) => MEMBERS[value.type]!.text(value, place),
  equals: (left, right) => left.type === right.type && MEMBERS[left.type]!.equals(left, right),
  copy: (value, deep) => MEMBERS[value.type]!.copy(value, deep),
  schema: (refs) => ({ oneOf: Object.values(MEMBERS).map((member) => member.schema(refs)) }),
};
