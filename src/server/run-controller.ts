/*
 * What the routes of flow runs and of task runs do alike, on any wire. The models are those of the routes, so that a controller
 * gives its routes and what it alone does.
 */
import { Body, Controller, HttpStatus, Inject, NotFoundException, Param, Query, Res, type Type } from '@nestjs/common';

import {
  type FlowRunPageQuery,
  type Route,
  type SetState,
  type TaskRunQuery,
  type TaskRunPageQuery,
} from '../api/index.js';
import {
  CountByState,
  type ModelClass,
  type OrmBaseModel,
  type PrefectBaseModel,
  type State,
  type StateCreate,
} from '../index.js';
import { type Decision, type OrchestrationResult } from '../transitions/index.js';
import { type HydratedClass, HydrateFieldsPipe, HydratePipe, UuidPipe } from '../nest/index.js';
import { type AnyRunEntity, type FoundRun, type Runs, type RunSearch, type RunStates } from '../persistence/index.js';
import { answering } from './answers.js';
import { EventStream } from './events/event-stream.js';
import { Metrics } from './metrics.js';
import { type Mount } from './mount.js';
import { mapPages, PagedAnswer } from './paged-answer.js';
import { type Reply } from './reply.js';
import { ClientSignal } from './requests.js';
import { Routed } from './routed.js';
import { type RunVerbs } from './run-verbs.js';
import { pageOf, PagePipe, queryOf } from './searches.js';
import { type Store } from './store.js';
import { TaskQueue } from './tasks/task-queue.js';

type NewRun = PrefectBaseModel & { readonly state: StateCreate | null };

/** The routes of one kind of runs, on one wire, with the models that they take and answer. */
interface RunRoutes<Create extends NewRun, Update extends PrefectBaseModel> {
  readonly create: Takes<Create>;
  readonly read: Answers<ModelClass<OrmBaseModel> & Pick<typeof OrmBaseModel, 'fromOrm'>>;
  readonly update: Takes<Update>;
  readonly delete: Route;
  readonly count: TakesFields<TaskRunQuery>;
  readonly countByState: TakesFields<TaskRunQuery>;
  readonly filter: TakesFields<FlowRunPageQuery | TaskRunPageQuery>;
  readonly setState: TakesFields<SetState> & Answers<typeof OrchestrationResult>;
  readonly history: Route;
  readonly readState: Route;
}

type Takes<M extends PrefectBaseModel> = Route & { readonly body: HydratedClass<M> };
type TakesFields<M extends PrefectBaseModel> = Route & { readonly fields: HydratedClass<M> };
type Answers<C> = Route & { readonly answers: { readonly 200: C } };

/** What differs between the controllers of two kinds of runs, or of two wires. */
export interface RunControllerOptions<
  Row extends AnyRunEntity,
  New,
  Changes,
  Create extends NewRun,
  Update extends PrefectBaseModel,
> {
  readonly mount: Mount;
  /** How runs of the kind are kept and found. */
  readonly verbs: RunVerbs<Row, New, Changes>;
  /** The routes that are answered, of the mount. */
  readonly routes: RunRoutes<Create, Update>;
  /** What is said where there is no such run: when it is to be changed, and otherwise. */
  readonly notFound: { readonly update: string; readonly other: string };
  /** What is kept of a new run. */
  rowOf(body: Create): New;
  /** What is to be changed of a run. */
  changesOf(body: Update): Changes;
  /** Refuses a run that cannot be made. */
  checkNew?(body: Create): void;
  /** Refuses changes that cannot be made; `find` gives the run, or answers that there is none. */
  checkChanges?(body: Update, find: () => Promise<FoundRun<Row>>): Promise<void>;
}

/** Makes the controller of the routes of one kind of runs, at a mount. */
export function createRunController<
  Row extends AnyRunEntity,
  New,
  Changes,
  Create extends NewRun,
  Update extends PrefectBaseModel,
>({ mount, verbs, routes, notFound, ...own }: RunControllerOptions<Row, New, Changes, Create, Update>): Type {
  const { paths, id: ID, store: STORE, stateClass } = mount;
  const answer = answering(routes.read.answers[200]);

  @Controller([...paths])
  class RunController {
    readonly #metrics: Metrics;
    readonly #runs: Runs;
    readonly #search: RunSearch;
    readonly #states: RunStates;
    /** Of a flow run all subscribers are told; of a task run, that waits, the workers. */
    readonly #listener: EventStream | TaskQueue;

    constructor(
      @Inject(STORE) store: Store,
      @Inject(Metrics) metrics: Metrics,
      @Inject(TaskQueue) tasks: TaskQueue,
      @Inject(EventStream) events: EventStream,
    ) {
      this.#metrics = metrics;
      this.#listener = verbs.kind === 'flow_run' ? events : tasks;
      this.#runs = store.runs;
      this.#search = store.search;
      this.#states = verbs.statesOf(store);
    }

    /** Makes a run, in a pending state unless another is given; or answers the one with the same key. */
    @Routed(routes.create)
    async create(
      @Body(new HydratePipe(routes.create.body)) body: Create,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<PrefectBaseModel> {
      own.checkNew?.(body);
      const made = await verbs.make(this.#runs, own.rowOf(body), body.state ?? undefined, { signal });
      this.#listener.notice(made);
      reply.status(made.isNew ? HttpStatus.CREATED : HttpStatus.OK);
      return answer(made);
    }

    /** Changes what is given of a run. */
    @Routed(routes.update)
    async update(
      @Param('id', ID) id: string,
      @Body(new HydratePipe(routes.update.body)) body: Update,
      @ClientSignal() signal: AbortSignal,
    ): Promise<void> {
      await own.checkChanges?.(body, () => this.#find(id, notFound.update));
      const isThere = await verbs.update(this.#runs, id, own.changesOf(body), { signal });
      if (!isThere) throw new NotFoundException(notFound.update);
    }

    /** Counts runs. */
    @Routed(routes.count)
    async count(@Body(new HydrateFieldsPipe(routes.count.fields)) body: TaskRunQuery): Promise<number> {
      const query = queryOf(body);
      return query === null ? 0 : verbs.count(this.#search, query);
    }

    /**
     * Counts runs by the type of their state. The reference counts task runs so; flow runs are counted the same way.
     *
     * @source prefect 2.20.25, server/api/ui/task_runs.py, `read_task_run_counts_by_state`
     */
    @Routed(routes.countByState)
    async countByState(
      @Body(new HydrateFieldsPipe(routes.countByState.fields)) body: TaskRunQuery,
    ): Promise<CountByState> {
      const query = queryOf(body);
      return query === null ? new CountByState({}) : verbs.countByState(this.#search, query);
    }

    /** Finds runs. */
    @Routed(routes.filter)
    filter(
      @Body(new PagePipe(routes.filter.fields)) body: FlowRunPageQuery | TaskRunPageQuery,
    ): PagedAnswer | PrefectBaseModel[] {
      // what is wrong with it is answered, not streamed
      const page = pageOf(body);
      const query = queryOf(body);
      return query === null ? [] : new PagedAnswer(mapPages(verbs.pages(this.#search, query, page), answer));
    }

    /** Reads a run. */
    @Routed(routes.read)
    async read(@Param('id', ID) id: string): Promise<PrefectBaseModel> {
      return answer(await this.#find(id, notFound.other));
    }

    /** Deletes a run with all that belongs to it. */
    @Routed(routes.delete)
    async delete(@Param('id', ID) id: string, @ClientSignal() signal: AbortSignal): Promise<void> {
      const isThere = await verbs.delete(this.#runs, id, { signal });
      if (!isThere) throw new NotFoundException(notFound.other);
    }

    /** Proposes a state for a run: the rules of orchestration say what becomes of it. */
    @Routed(routes.setState)
    async setState(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(routes.setState.fields)) { state, force }: SetState,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<PrefectBaseModel> {
      const decision = await this.#states.propose(id, state, { force, signal });
      this.#metrics.transitions.inc({ kind: verbs.kind, verdict: decision.status });
      this.#listener.notice(decision);
      return answerTransition(decision, reply, routes.setState.answers[200]);
    }

    /** The states of a run, the oldest first, sent while they are read. */
    @Routed(routes.history)
    history(@Query(`${verbs.kind}_id`, new UuidPipe(stateClass)) runId: string): PagedAnswer {
      return new PagedAnswer(this.#states.historyPages(runId));
    }

    /** One state of a run. */
    @Routed(routes.readState)
    async readState(@Param('id', ID) id: string): Promise<State> {
      const state = await this.#states.find(id);
      // the reference says "flow" of both kinds
      if (state === null) throw new NotFoundException('Flow run state not found');
      return state;
    }

    async #find(id: string, message: string): Promise<FoundRun<Row>> {
      const found = await verbs.find(this.#search, id);
      if (found === null) throw new NotFoundException(message);
      return found;
    }
  }
  return RunController;
}

/**
 * Answers, as the wire's class of results, what became of a proposed state: 201 when a state was made, 200 when none was.
 *
 * @param model - the class of the answer
 * @source prefect 2.20.25, server/api/flow_runs.py, `set_flow_run_state`
 */
export function answerTransition(
  { state, status, details, isNew }: Decision,
  reply: Reply,
  model: typeof OrchestrationResult,
): OrchestrationResult {
  reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
  // as it is: given to the constructor, the state would be built once more
  return Object.assign(Object.create(model.prototype) as OrchestrationResult, {
    state,
    status,
    details,
  });
}
