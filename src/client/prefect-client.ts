import { type BodyOf } from '../api/index.js';
import { type State } from '../index.js';
import { newUuid } from '../inner.js';
import { type Given } from './asking.js';
import { BaseClient, type ClientOptions } from './base-client.js';
import {
  type FlowRunIn,
  type FlowRunOrder,
  type FlowRunsGiven,
  type PageOptions,
  type Routes,
  type TaskRunIn,
  type TaskRunOrder,
  type TaskRunsGiven,
} from './client-types.js';
import { ObjectNotFound } from './errors.js';
import { endOf, statesOf, type WaitOptions } from './follow.js';
import { type ConnectionOptions } from './options.js';
import { type FollowOptions } from './polling.js';
import { type CallOptions, Requests } from './requests.js';
import { RunRequests, type SetStateOptions } from './run-requests.js';
import { type SetStateResult } from './set-state-result.js';
import { type AnyWire, wireAt } from './wires/wire-at.js';
import { type ClientWire, type Proposal, type StateIn } from './wires/wire.js';

/** A client that speaks one of some wires: `wire.version` tells which it is. */
export type ClientOf<W extends ClientWire> = W extends ClientWire ? PrefectClient<W> : never;
/** A client of a server of any version. */
export type AnyClient = ClientOf<AnyWire>;

/** What a client of a server is made of whose version is not known. */
export type ConnectOptions<W extends ClientWire> = ConnectionOptions & {
  /** What the server may speak. What is not in it, a bundle for browsers need not hold. */
  readonly wires: readonly W[];
};

/**
 * Asks a Prefect server, or this package's own backend, by its REST API.
 *
 * ```
 * what you give -> model -> json() -> fetch -> server -> JSON -> parse -> model
 * ```
 *
 * A call throws {@link ObjectNotFound} for what is not there, {@link ValidationError} for what the server, or its model here,
 * does not take, {@link PrefectHttpError} for any other refusal, {@link PrefectConnectionError} when no answer arrives and
 * {@link UnexpectedAnswer} for one that is none of the API's. Before that it is repeated, as Prefect's own client repeats it.
 *
 * @typeParam W - what the server speaks
 * @source prefect 2.20.25, client/orchestration.py, `PrefectClient`
 */
export class PrefectClient<W extends ClientWire> extends BaseClient<W> {
  readonly #flowRuns: RunRequests<Routes<W>['flowRuns']>;
  readonly #taskRuns: RunRequests<Routes<W>['taskRuns']>;

  /** @throws {@link ClientOptionsError} when there is no address of an API, or an option is wrong */
  constructor(options: ClientOptions<W>) {
    super(options);
    this.#flowRuns = new RunRequests(this.requests, this.wire, this.routes.flowRuns, 'flow');
    this.#taskRuns = new RunRequests(this.requests, this.wire, this.routes.taskRuns, 'task');
  }

  /**
   * A client of a server whose version is not known: asks for it, and speaks that of the given wires. Prefect's Cloud is taken
   * to speak that of Prefect 3, without asking; it was not tried. `client.wire.version` tells the two apart.
   *
   * @throws {@link ClientOptionsError} for a server of another version, and what any call throws
   */
  static async connect<W extends ClientWire>({ wires, ...options }: ConnectOptions<W>): Promise<ClientOf<W>> {
    const wire = await wireAt(new Requests(options), wires);
    return new PrefectClient({ ...options, wire }) as unknown as ClientOf<W>;
  }

  /**
   * Makes a flow run, or finds the one of the same idempotency key. Without a key it gets a random one, so that no second run
   * is made when the answer is lost.
   */
  createFlowRun(run: Given<BodyOf<Routes<W>['flowRuns']['create']>, 'flowId'>): Promise<FlowRunIn<W>> {
    return this.#flowRuns.create({ idempotencyKey: newUuid(), ...run });
  }

  /** Reads a flow run, with its state. */
  readFlowRun(id: string, options?: CallOptions): Promise<FlowRunIn<W>> {
    return this.#flowRuns.read(id, options);
  }

  /** Changes what is given of a flow run. */
  updateFlowRun(id: string, changes: Given<BodyOf<Routes<W>['flowRuns']['update']>>): Promise<void> {
    return this.#flowRuns.update(id, changes);
  }

  /** Deletes a flow run and all that belongs to it. */
  deleteFlowRun(id: string): Promise<void> {
    return this.#flowRuns.delete(id);
  }

  /** Finds flow runs: one page of them. */
  findFlowRuns(filter?: FlowRunsGiven<W>, page?: PageOptions<FlowRunOrder<W>>): Promise<FlowRunIn<W>[]> {
    return this.#flowRuns.find(filter, page) as Promise<FlowRunIn<W>[]>;
  }

  /** Finds flow runs: all of them, page after page. None is given twice; one that is deleted meanwhile may hide another. */
  eachFlowRun(
    filter?: FlowRunsGiven<W>,
    page?: Pick<PageOptions<FlowRunOrder<W>>, 'sort'>,
  ): AsyncGenerator<FlowRunIn<W>, void> {
    return this.#flowRuns.each(filter, page) as AsyncGenerator<FlowRunIn<W>, void>;
  }

  /** Counts flow runs. */
  countFlowRuns(filter?: FlowRunsGiven<W>): Promise<number> {
    return this.#flowRuns.count(filter) as Promise<number>;
  }

  /** Proposes a state for a flow run, once, and tells what became of it. */
  setFlowRunState(id: string, state: Proposal<W>, options?: SetStateOptions): Promise<SetStateResult<StateIn<W>>> {
    return this.#flowRuns.setState(id, state, options);
  }

  /**
   * Proposes a state for a flow run, as an engine does: waits where the server says so, and gives the state in which the run is
   * then, which may be another than the proposed one.
   *
   * @throws {@link Abort} when the run must not go on
   * @source prefect 2.20.25, utilities/engine.py, `propose_state`
   */
  proposeFlowRunState(id: string, state: Proposal<W>, options?: SetStateOptions): Promise<StateIn<W>> {
    return this.#flowRuns.propose(id, state, options);
  }

  /** Reads all states of a flow run, the oldest first. */
  readFlowRunStates(id: string, options?: CallOptions): Promise<StateIn<W>[]> {
    return this.#flowRuns.states(id, options) as Promise<StateIn<W>[]>;
  }

  /** Pauses a flow run that runs, until it is resumed; one whose process goes on waits in it. */
  pauseFlowRun(
    id: string,
    pause: { readonly timeoutSeconds: number; readonly reschedule?: boolean },
  ): Promise<SetStateResult<StateIn<W>>> {
    return this.setFlowRunState(id, this.wire.State.paused(pause));
  }

  /** Lets a paused flow run go on. @param runInput - what the run was paused to be told */
  resumeFlowRun(
    id: string,
    runInput: Readonly<Record<string, unknown>> | null = null,
  ): Promise<SetStateResult<StateIn<W>>> {
    const request = { params: { id }, body: { runInput } };
    return this.requests.send(this.routes.flowRuns.resume, request) as Promise<SetStateResult<StateIn<W>>>;
  }

  /** Asks for a flow run to be cancelled: it is CANCELLING until who runs it has ended it. */
  cancelFlowRun(id: string): Promise<SetStateResult<StateIn<W>>> {
    return this.setFlowRunState(id, this.wire.State.cancelling());
  }

  /**
   * Gives the states of a flow run as they come, those that are there first: each once, in their order, until one that ends
   * the run. It asks again and again, and at once where the server tells of events.
   *
   * @throws {@link ObjectNotFound} when there is no such run, or when it is deleted meanwhile
   */
  watchFlowRun(id: string, options: FollowOptions = {}): AsyncGenerator<StateIn<W>, void> {
    const read = async (call: CallOptions): Promise<State[]> => {
      const states = await this.readFlowRunStates(id, call);
      // of a run that is not there servers answer no states, as of one that has none
      if (states.length === 0) await this.readFlowRun(id, call);
      return states;
    };
    return statesOf(read, this.listen(id), options) as AsyncGenerator<StateIn<W>, void>;
  }

  /**
   * Waits until a flow run has ended, and gives it.
   *
   * @throws {@link FlowRunWaitTimeout}
   * @source prefect 2.20.25, flow_runs.py, `wait_for_flow_run`
   */
  waitForFlowRun(id: string, options: WaitOptions = {}): Promise<FlowRunIn<W>> {
    type Run = { readonly id: string; readonly state: State | null };
    const read = (call: CallOptions): Promise<Run> => this.readFlowRun(id, call) as Promise<Run>;
    return endOf(read, this.listen(id), options) as Promise<FlowRunIn<W>>;
  }

  /** Makes a task run, or finds the one of the same keys in its flow run. */
  createTaskRun(run: Given<BodyOf<Routes<W>['taskRuns']['create']>, 'taskKey' | 'dynamicKey'>): Promise<TaskRunIn<W>> {
    const { id = newUuid() } = run as { readonly id?: string };
    return this.#taskRuns.create({ ...run, id }, async () => {
      try {
        return await this.readTaskRun(id);
      } catch (error) {
        if (error instanceof ObjectNotFound) return undefined;
        throw error;
      }
    });
  }

  /** Reads a task run, with its state. */
  readTaskRun(id: string, options?: CallOptions): Promise<TaskRunIn<W>> {
    return this.#taskRuns.read(id, options);
  }

  /** Changes what is given of a task run. */
  updateTaskRun(id: string, changes: Given<BodyOf<Routes<W>['taskRuns']['update']>>): Promise<void> {
    return this.#taskRuns.update(id, changes);
  }

  /** Deletes a task run and all that belongs to it. */
  deleteTaskRun(id: string): Promise<void> {
    return this.#taskRuns.delete(id);
  }

  /** Finds task runs: one page of them. */
  findTaskRuns(filter?: TaskRunsGiven<W>, page?: PageOptions<TaskRunOrder<W>>): Promise<TaskRunIn<W>[]> {
    return this.#taskRuns.find(filter, page) as Promise<TaskRunIn<W>[]>;
  }

  /** Finds task runs: all of them, as {@link PrefectClient.eachFlowRun} does. */
  eachTaskRun(
    filter?: TaskRunsGiven<W>,
    page?: Pick<PageOptions<TaskRunOrder<W>>, 'sort'>,
  ): AsyncGenerator<TaskRunIn<W>, void> {
    return this.#taskRuns.each(filter, page) as AsyncGenerator<TaskRunIn<W>, void>;
  }

  /** Counts task runs. */
  countTaskRuns(filter?: TaskRunsGiven<W>): Promise<number> {
    return this.#taskRuns.count(filter) as Promise<number>;
  }

  /** Proposes a state for a task run, once, and tells what became of it. */
  setTaskRunState(id: string, state: Proposal<W>, options?: SetStateOptions): Promise<SetStateResult<StateIn<W>>> {
    return this.#taskRuns.setState(id, state, options);
  }

  /** Proposes a state for a task run, as {@link PrefectClient.proposeFlowRunState} does. @throws {@link Abort} */
  proposeTaskRunState(id: string, state: Proposal<W>, options?: SetStateOptions): Promise<StateIn<W>> {
    return this.#taskRuns.propose(id, state, options);
  }

  /** Reads all states of a task run, the oldest first. */
  readTaskRunStates(id: string, options?: CallOptions): Promise<StateIn<W>[]> {
    return this.#taskRuns.states(id, options) as Promise<StateIn<W>[]>;
  }
}
