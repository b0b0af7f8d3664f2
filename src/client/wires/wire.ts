/* What a client must know of a wire. */
import { type AnswerOf, type BodyOf, type Route } from '../../api/index.js';
import { type DateTimeInput, type State, type StateCreate } from '../../index.js';

/** The routes of one kind of run that a client asks. */
export interface RunRoutes {
  readonly create: Route;
  readonly read: Route;
  readonly update: Route;
  readonly delete: Route;
  readonly count: Route;
  readonly filter: Route;
  readonly setState: Route;
  readonly history: Route;
}

/** The routes that a client asks. */
export interface ClientRoutes {
  readonly flows: { readonly create: Route; readonly read: Route; readonly readByName: Route };
  readonly flowRuns: RunRoutes & { readonly resume: Route };
  readonly taskRuns: RunRoutes;
  readonly logs: { readonly create: Route };
  readonly deployments: {
    readonly read: Route;
    readonly readByName: Route;
    readonly filter: Route;
    readonly createFlowRun: Route;
  };
  readonly admin: { readonly version: Route };
}

/** What a client speaks: the routes and the models of one major version of Prefect. */
export interface ClientWire {
  readonly version: 2 | 3;
  readonly routes: ClientRoutes;
  readonly State: {
    scheduled(schedule: { readonly scheduledTime?: DateTimeInput }): State;
    cancelling(): State;
    paused(pause: { readonly timeoutSeconds: number; readonly reschedule?: boolean }): State;
  };
  readonly StateCreate: { fromState(state: State): StateCreate };
}

/** The states that a wire's server answers. */
export type StateIn<W extends ClientWire> = Extract<
  AnswerOf<W['routes']['flowRuns']['history']>,
  readonly State[]
>[number];

/** What a wire's server is sent of a state. */
type StateCreateIn<W extends ClientWire> = Extract<
  BodyOf<W['routes']['flowRuns']['setState']>,
  { state: StateCreate }
>['state'];

/** A property that only the details of Prefect 3's states have: what has it is no state of Prefect 2. */
type OfWire<W extends ClientWire> = W['version'] extends 2
  ? { readonly stateDetails: { readonly deferred?: never } }
  : unknown;

/** What may be proposed: a state of the wire, or what a client sends of one. */
export type Proposal<W extends ClientWire> = (StateIn<W> | StateCreateIn<W>) & OfWire<W>;
