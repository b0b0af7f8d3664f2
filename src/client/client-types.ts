/* What a client takes and gives, by the wire that it speaks. */
import { type AnswerOf, type BodyOf, type Route } from '../api/index.js';
import { type DateTimeInput } from '../index.js';
import { type Given } from './asking.js';
import { type ClientWire, type Proposal } from './wires/wire.js';

/** The routes of a wire. */
export type Routes<W extends ClientWire> = W['routes'];
/** A flow, as the server of a wire answers it. */
export type FlowIn<W extends ClientWire> = AnswerOf<Routes<W>['flows']['create']>;
/** A flow run, as the server of a wire answers it. */
export type FlowRunIn<W extends ClientWire> = AnswerOf<Routes<W>['flowRuns']['create']>;
/** A task run, as the server of a wire answers it. */
export type TaskRunIn<W extends ClientWire> = AnswerOf<Routes<W>['taskRuns']['create']>;

/** Which part of what was found is read. */
export interface PageOptions<Sort extends string> {
  /** @defaultValue 'ID_DESC' */
  readonly sort?: Sort;
  /** At most 200, which is the default. */
  readonly limit?: number;
  /** How many are passed over. @defaultValue 0 */
  readonly offset?: number;
}

type PageFields = 'sort' | 'limit' | 'offset';
type FilterOf<R extends Route> = Omit<Given<BodyOf<R>>, PageFields>;
type SortOf<R extends Route> = Extract<BodyOf<R>, { sort: string }>['sort'];
/** What flow runs are looked for by. */
export type FlowRunsGiven<W extends ClientWire> = FilterOf<Routes<W>['flowRuns']['filter']>;
/** What task runs are looked for by. */
export type TaskRunsGiven<W extends ClientWire> = FilterOf<Routes<W>['taskRuns']['filter']>;
/** The orders of flow runs. */
export type FlowRunOrder<W extends ClientWire> = SortOf<Routes<W>['flowRuns']['filter']>;
/** The orders of task runs, which are not found by their start. */
export type TaskRunOrder<W extends ClientWire> = Exclude<
  SortOf<Routes<W>['taskRuns']['filter']>,
  `START_TIME_${string}`
>;

/** A line of a run's log, as the server of a wire answers it. */
export type LogIn<W extends ClientWire> = Extract<
  AnswerOf<Routes<W>['logs']['filter']>,
  readonly { level: number }[]
>[number];
/** What lines of logs are looked for by. */
export type LogsGiven<W extends ClientWire> = FilterOf<Routes<W>['logs']['filter']>;
/** The orders of lines of logs. */
export type LogOrderIn<W extends ClientWire> = SortOf<Routes<W>['logs']['filter']>;

/** A deployment, as the server of a wire answers it. */
export type DeploymentIn<W extends ClientWire> = AnswerOf<Routes<W>['deployments']['read']>;
/** What deployments are looked for by. */
export type DeploymentsGiven<W extends ClientWire> = FilterOf<Routes<W>['deployments']['filter']>;
/** What a flow run of a deployment is made with. */
export type DeploymentRunGiven<W extends ClientWire> = Omit<
  Given<BodyOf<Routes<W>['deployments']['createFlowRun']>>,
  'state'
> & {
  /** The state in which it is made. @defaultValue one that is scheduled */
  readonly state?: Proposal<W>;
  /** When it is to begin, where no state is given. @defaultValue now */
  readonly scheduledTime?: DateTimeInput;
};
