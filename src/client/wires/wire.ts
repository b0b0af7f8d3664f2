/* What a client must know of a wire. */
import { type AnswerOf, type Route } from '../../api/index.js';
import { type DateTimeInput, type State, type StateCreate } from '../../index.js';
import { type StateCreate as StateCreate3 } from '../../v3/index.js';
import { type Connection } from '../options.js';
import { type Listening } from '../polling.js';

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
  readonly logs: { readonly create: Route; readonly filter: Route };
  readonly deployments: {
    readonly read: Route;
    readonly readByName: Route;
    readonly filter: Route;
    readonly createFlowRun: Route;
  };
  readonly admin: { readonly version: Route };
}

/** How events of a wire are made, sent and heard. */
export interface ClientEvents {
  of(run: never, states: never): readonly string[];
  readonly Sender: new (connection: Connection) => {
    send(texts: readonly string[], signal?: AbortSignal): Promise<void>;
    settle(): Promise<void>;
  };
  readonly Listener: new (connection: Connection) => {
    listen(flowRunId: string, tell: () => void): Listening | undefined;
    close(): void;
  };
}

/** What is told of a task run beside its states; no value where the server hears no events. */
export type TaskRunReportIn<W extends ClientWire> = W['events'] extends {
  of(run: infer Report, states: never): unknown;
}
  ? Report
  : never;

/** What a client sends of a state, on any wire. */
export type AnyStateCreate = StateCreate | StateCreate3;

/** What a client speaks: the routes and the models of one major version of Prefect. */
export interface ClientWire {
  readonly version: 2 | 3;
  readonly routes: ClientRoutes;
  readonly State: {
    scheduled(schedule: { readonly scheduledTime?: DateTimeInput }): State;
    cancelling(): State;
    paused(pause: { readonly timeoutSeconds: number; readonly reschedule?: boolean }): State;
  };
  readonly StateCreate: { fromState(state: never): AnyStateCreate };
  /** How task runs are told of by events; null where the server hears none. */
  readonly events: ClientEvents | null;
}

/** The states that a wire's server answers. */
export type StateIn<W extends ClientWire> = Extract<
  AnswerOf<W['routes']['flowRuns']['history']>,
  readonly State[]
>[number];

/** A property that only the details of Prefect 3's states have: what has it is no state of Prefect 2. */
type OfWire<W extends ClientWire> = W['version'] extends 2
  ? { readonly stateDetails: { readonly deferred?: never } }
  : unknown;

/** What may be proposed: a state of the wire, or what a client sends of one. */
export type Proposal<W extends ClientWire> = (StateIn<W> | ReturnType<W['StateCreate']['fromState']>) & OfWire<W>;
