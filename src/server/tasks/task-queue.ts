import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';

import { v3 } from '../../api/index.js';
import { type State as AnyState, StateType } from '../../index.js';
import { Database, RunSearch, type Taker, TaskRunOffers, whyUnavailable } from '../../persistence/index.js';
import { State, StateDetails } from '../../v3/index.js';
import { answering } from '../answers.js';
import { EventQueue } from '../events/event-queue.js';
import { nameAndPlace } from '../logs.js';
import { Metrics } from '../metrics.js';
import { Repeated } from '../repeated.js';

/** How soon a run is seen that came by another process. */
const POLL_MS = 1000;

/** How often what clients have taken is held on, and what clients have lost is looked for. */
const LOOK_MS = 5000;

/** A client whose socket has closed may open another for so long, and keeps what it had taken. */
const GRACE_SECONDS = 2;

/** The same, where it is the server that has closed it or is gone. */
const HOLD_SECONDS = 30;

/** What holds for less is not held by another process. */
const STALE_SECONDS = HOLD_SECONDS - (2 * LOOK_MS) / 1000;

/** What a client has let go of holds for less. */
const LET_GO_SECONDS = GRACE_SECONDS + 1;

/** As long as a claim holds that is not acknowledged: longer than clients may take, so that their sockets end it. */
const CLAIM_SECONDS = 15;

const RETRY_MS = 500;

/** A client that takes runs of background tasks, by one connection. */
export interface TaskWorker extends Taker {
  /** The tasks of which it takes runs. */
  readonly taskKeys: readonly string[];
  /** Whether it can be offered a run. */
  readonly isFree: boolean;
  /** Offers it a run. @param text - the run, as JSON */
  offer(runId: string, text: string): void;
}

const answer = answering(v3.TaskRun);

/**
 * Offers background tasks to the sockets of this process, each run to one. Who has which is kept in the database, so that it
 * holds for other processes, and for the next start of this one.
 */
@Injectable()
export class TaskQueue implements OnModuleInit {
  readonly #offers: TaskRunOffers;
  readonly #search: RunSearch<State>;
  readonly #events: EventQueue;
  readonly #logger = new Logger('Tasks');
  /** By the time when they have come; the one that was served last stands last. */
  readonly #workers = new Map<TaskWorker, number>();
  readonly #end = new AbortController();
  readonly #offering = new Repeated(() => this.#offerAll());
  readonly #looking = new Repeated(() => this.#look());
  readonly #timers: NodeJS.Timeout[] = [];
  /** What is written goes in order: who lets go of a run has taken it before. */
  #written: Promise<void> = Promise.resolve();
  /** Whether the database could be used all the time since the last look: else others may not have held on to their own. */
  #isCalm = true;
  #isUsable = true;

  constructor(
    @Inject(Database) database: Database,
    @Inject(EventQueue) events: EventQueue,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.#offers = new TaskRunOffers(database);
    this.#search = new RunSearch(database, { stateClass: State });
    this.#events = events;
    metrics.watch('prefect_states_task_workers', 'Clients that take runs of background tasks.', () => {
      return this.#workers.size;
    });
  }

  onModuleInit(): void {
    const every = (millis: number, act: () => void): void => {
      this.#timers.push(setInterval(act, millis).unref());
    };
    every(POLL_MS, () => {
      this.wake();
    });
    // the first time later: clients of the process before come back
    every(LOOK_MS, () => {
      this.#looking.want();
    });
  }

  /** Looks at once, where a run is in a state now that has a background task wait. */
  notice({ state }: { readonly state: AnyState | null }): void {
    const { type, stateDetails } = state ?? {};
    const isDeferred = stateDetails instanceof StateDetails && stateDetails.deferred === true;
    if (type === StateType.SCHEDULED && isDeferred) this.wake();
  }

  /** Takes a socket whose client has said what it runs. */
  add(worker: TaskWorker): void {
    this.#workers.set(worker, performance.now());
    // what it has taken before is its own, before anything else is offered
    void this.#write(() => this.#takeOver(worker));
    this.wake();
  }

  /** Lets go of a socket that is closed. @param isLeft - whether the client has closed it, or is gone */
  remove(worker: TaskWorker, isLeft: boolean): void {
    this.#workers.delete(worker);
    const seconds = isLeft ? GRACE_SECONDS : HOLD_SECONDS;
    void this.#write(() => this.#offers.hold([worker.socketId], seconds));
    if (!isLeft) return;
    setTimeout(
      () => {
        this.#looking.want();
      },
      GRACE_SECONDS * 1000 + RETRY_MS,
    ).unref();
  }

  /** Notes that a client has taken a run. */
  take(worker: TaskWorker, runId: string): void {
    void this.#write(async () => {
      if (await this.#offers.acknowledge(runId, worker.socketId, HOLD_SECONDS)) return;
      this.#logger.warn('A background task was acknowledged too late', { taskRunId: runId });
    });
    this.wake();
  }

  /** Takes a run back that a client has not taken. */
  giveBack(worker: TaskWorker, runId: string): void {
    void this.#write(async () => {
      await this.#offers.giveBack(runId, worker.socketId);
      this.wake();
    });
  }

  /** The clients that are connected, by their names, with the tasks of each; the one that was served last stands last. */
  clients(): Map<string, ReadonlySet<string>> {
    const clients = new Map<string, Set<string>>();
    for (const { clientId, taskKeys } of this.#workers.keys())
      clients.set(clientId, new Set([...(clients.get(clientId) ?? []), ...taskKeys]));
    return clients;
  }

  /** Looks whether there is something to offer, and to whom. */
  wake(): void {
    if (!this.#end.signal.aborted) this.#offering.want();
  }

  /** Waits until all is written, but not longer than for a time; then nothing is offered any more. */
  async stop(patienceMs: number): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const over = Promise.all([this.#written, this.#offering.over()]);
    await Promise.race([over, pause(patienceMs, undefined, { ref: false })]);
    this.#end.abort();
  }

  async #offerAll(): Promise<void> {
    await this.#try(async () => {
      const free = [...this.#workers.keys()].filter(({ isFree }) => isFree);
      const keys = new Set(free.flatMap(({ taskKeys }) => taskKeys));
      if (keys.size === 0) return;
      const waiting = new Set(await this.#offers.waitingKeys([...keys]));
      for (const worker of free) if (waiting.size > 0) await this.#offerTo(worker, waiting);
    });
  }

  /** Offers a socket a run of one of some tasks; of which there is none, it is taken out. */
  async #offerTo(worker: TaskWorker, waiting: Set<string>): Promise<void> {
    for (const key of worker.taskKeys) {
      if (!waiting.has(key)) continue;
      const runId = await this.#offers.claim(key, worker, CLAIM_SECONDS);
      if (runId === null) waiting.delete(key);
      else return this.#send(worker, runId);
    }
  }

  async #send(worker: TaskWorker, runId: string): Promise<void> {
    const found = await this.#search.taskRun(runId);
    // it may have moved since, and the socket be closed
    if (found?.run.stateType !== StateType.SCHEDULED || !worker.isFree) {
      this.giveBack(worker, runId);
      return;
    }
    worker.offer(runId, answer(found).json());
    const since = this.#workers.get(worker)!;
    this.#workers.delete(worker);
    this.#workers.set(worker, since);
  }

  /** Holds on to what clients have taken, and takes back what others have lost. */
  async #look(): Promise<void> {
    if (this.#end.signal.aborted) return;
    // in its turn: what a client lets go of meanwhile must not be held again
    await this.#write(() => this.#hold());
    await this.#try(async () => {
      await this.#takeBack();
      await this.#offers.forgetEnded();
      this.#isCalm = true;
    });
  }

  async #hold(): Promise<void> {
    const ids = [...this.#workers.keys()].map(({ socketId }) => socketId);
    if (ids.length > 0) await this.#offers.hold(ids, HOLD_SECONDS);
    const newest = performance.now() - HOLD_SECONDS * 1000;
    // what was let go of may be another's of the same name
    for (const [worker, since] of this.#workers)
      if (since > newest) await this.#takeOver(worker, { from: LET_GO_SECONDS });
  }

  #takeOver(worker: TaskWorker, from = {}): Promise<void> {
    return this.#offers.takeOver(worker, { ...from, to: STALE_SECONDS }, HOLD_SECONDS);
  }

  async #takeBack(): Promise<void> {
    // the end of a run may have come, and not be kept yet
    await this.#events.settled();
    if (!this.#isCalm) return;
    for (const { runId, losses, isOffered } of await this.#offers.takeBack({ signal: this.#end.signal })) {
      const what = isOffered ? 'is offered again' : 'has crashed';
      this.#logger.warn(`A background task has lost its worker, and ${what}`, { taskRunId: runId, losses });
      this.wake();
    }
  }

  /** Writes behind what is written already, and when the database can be used. */
  #write(work: () => Promise<void>): Promise<void> {
    return (this.#written = this.#written.then(async () => {
      const { signal } = this.#end;
      while (!(await this.#try(work)) && !signal.aborted)
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }));
  }

  /** @returns false when it is to be tried again, because the database cannot be used */
  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return (this.#isUsable = true);
    } catch (error) {
      const reason = whyUnavailable(error);
      if (this.#end.signal.aborted) return false;
      if (reason === null) this.#logger.error(`Unexpected ${nameAndPlace(error)}`);
      else if (this.#isUsable) this.#logger.error(`The database cannot be used: ${reason}; background tasks wait`);
      this.#isUsable = this.#isCalm = reason === null;
      return reason === null;
    }
  }
}
