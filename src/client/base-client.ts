import { type AnswerOf, type BodyOf, type Route } from '../api/index.js';
import { isState } from '../index.js';
import { newUuid } from '../inner.js';
import { type Given, type RequestOf } from './asking.js';
import {
  type DeploymentIn,
  type DeploymentRunGiven,
  type DeploymentsGiven,
  type FlowIn,
  type FlowRunIn,
  type LogIn,
  type LogOrderIn,
  type LogsGiven,
  type PageOptions,
  type Routes,
} from './client-types.js';
import { type DeploymentOrder } from './deployment.js';
import { ClientOptionsError } from './errors.js';
import { type ConnectionOptions } from './options.js';
import { type Listen } from './polling.js';
import { type CallOptions, Requests } from './requests.js';
import { type ClientWire, type StateIn, type TaskRunReportIn } from './wires/wire.js';

/** What a client is made of. */
export type ClientOptions<W extends ClientWire> = ConnectionOptions & {
  /** What the server speaks: an imported value, which fixes the types of what is answered. */
  readonly wire: W;
};

/** What a client asks beside runs: flows, deployments, logs, events. */
export abstract class BaseClient<W extends ClientWire> {
  readonly wire: W;
  /** @internal */
  protected readonly requests: Requests;
  readonly #sender: InstanceType<NonNullable<ClientWire['events']>['Sender']> | undefined;
  readonly #listener: InstanceType<NonNullable<ClientWire['events']>['Listener']> | undefined;

  /** @throws {@link ClientOptionsError} when there is no address of an API, or an option is wrong */
  constructor(options: ClientOptions<W>) {
    // who writes JavaScript may leave it out
    const { wire } = options as Partial<ClientOptions<W>>;
    if (wire === undefined) throw ClientOptionsError.noWire('wire');
    this.wire = wire;
    this.requests = new Requests(options);
    const { events } = this.wire;
    if (events === null) return;
    this.#sender = new events.Sender(this.requests.connection);
    this.#listener = new events.Listener(this.requests.connection);
  }

  /** Waits until the events that are being sent are confirmed, or given up, and hears no more: the client holds nothing open then. */
  async close(): Promise<void> {
    this.#listener?.close();
    await this.#sender?.settle();
  }

  /** Has it told when something happens to a flow run. @internal */
  protected listen(flowRunId: string): Listen {
    return (tell) => this.#listener?.listen(flowRunId, tell);
  }

  /** @internal */
  protected get routes(): Routes<W> {
    return this.wire.routes;
  }

  /** Where the routes are, without credentials. */
  get apiUrl(): string {
    return this.requests.connection.apiUrl;
  }

  /** Asks a route of the contract: `client.request(client.wire.routes.flows.read, { params: { id } })`. */
  request<R extends Route>(route: R, request: RequestOf<R>, options?: CallOptions): Promise<AnswerOf<R>> {
    return this.requests.send(route, request, options);
  }

  /** Which version of Prefect the server speaks. */
  readVersion(): Promise<string> {
    return this.requests.send(this.routes.admin.version, {}) as Promise<string>;
  }

  /** Makes a flow, or finds the one with the name. */
  createFlow(flow: Given<BodyOf<Routes<W>['flows']['create']>, 'name'>): Promise<FlowIn<W>> {
    return this.requests.send(this.routes.flows.create, { body: flow });
  }

  /** Reads a flow. */
  readFlow(id: string): Promise<FlowIn<W>> {
    return this.requests.send(this.routes.flows.read, { params: { id } });
  }

  /** Reads the flow with a name. */
  readFlowByName(name: string): Promise<FlowIn<W>> {
    return this.requests.send(this.routes.flows.readByName, { params: { name } });
  }

  /** Writes lines of runs' logs. */
  async createLogs(lines: RequestOf<Routes<W>['logs']['create']>['body']): Promise<void> {
    await this.requests.send(this.routes.logs.create, { body: lines });
  }

  /** Finds lines of runs' logs: one page of them, in the order of their times. */
  findLogs(filter?: LogsGiven<W>, page?: PageOptions<LogOrderIn<W>>): Promise<LogIn<W>[]> {
    return this.requests.send(this.routes.logs.filter, { body: { ...filter, ...page } }) as Promise<LogIn<W>[]>;
  }

  /**
   * Tells a server of Prefect 3 of a task run and its states, by events: it is made, and moved, as they say. A state that was
   * told before is kept once, by its id; so each call may tell of all states so far.
   *
   * @param states - all of the run's states so far, the oldest first: when it began and ended follows from them
   * @throws {@link ClientOptionsError} where there is no `WebSocket`, {@link PrefectConnectionError} when they are not confirmed
   */
  async recordTaskRunStates(
    run: TaskRunReportIn<W>,
    states: readonly StateIn<W>[],
    { signal }: CallOptions = {},
  ): Promise<void> {
    const { events } = this.wire;
    if (events === null || this.#sender === undefined) throw ClientOptionsError.noEvents();
    await this.#sender.send(events.of(run as never, states as never), signal);
  }

  /** Reads a deployment. */
  readDeployment(id: string): Promise<DeploymentIn<W>> {
    return this.requests.send(this.routes.deployments.read, { params: { id } });
  }

  /** Reads the deployment with a name, `flow/deployment`. */
  readDeploymentByName(name: `${string}/${string}`): Promise<DeploymentIn<W>> {
    const [flow = '', ...rest] = name.split('/');
    const params = { flow, deployment: rest.join('/') };
    return this.requests.send(this.routes.deployments.readByName, { params }) as Promise<DeploymentIn<W>>;
  }

  /** Finds deployments: one page of them. */
  findDeployments(filter?: DeploymentsGiven<W>, page?: PageOptions<DeploymentOrder>): Promise<DeploymentIn<W>[]> {
    const body = { ...filter, ...page };
    return this.requests.send(this.routes.deployments.filter, { body }) as Promise<DeploymentIn<W>[]>;
  }

  /** Makes a flow run of a deployment; without an idempotency key it gets a random one, as {@link PrefectClient.createFlowRun} says. */
  createFlowRunFromDeployment(
    id: string,
    run: DeploymentRunGiven<W> = {} as DeploymentRunGiven<W>,
  ): Promise<FlowRunIn<W>> {
    const { scheduledTime, state = this.wire.State.scheduled({ scheduledTime }), ...fields } = run;
    const proposed = isState(state) ? this.wire.StateCreate.fromState(state as never) : state;
    const body = { idempotencyKey: newUuid(), ...fields, state: proposed };
    const sent = this.requests.send(this.routes.deployments.createFlowRun, { params: { id }, body });
    return sent as Promise<FlowRunIn<W>>;
  }
}
