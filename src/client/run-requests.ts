/* What is asked of runs; of flow runs the same as of task runs. */
import { type AnswerOf } from '../api/index.js';
import { isState, type State, type StateCreate } from '../index.js';
import { newUuid } from '../inner.js';
import { type OrchestrationResult, type StateRejectDetails } from '../transitions/index.js';
import { Abort } from './errors.js';
import { pause } from './pause.js';
import { type CallOptions, type Requests } from './requests.js';
import { type SetStateResult } from './set-state-result.js';
import { type AnyStateCreate, type ClientWire, type RunRoutes } from './wires/wire.js';

/** How many runs one answer holds at most. @source prefect 2.20.25, settings.py, `PREFECT_API_DEFAULT_LIMIT` */
const PAGE = 200;

/**
 * What a server sets in place of a state, by the type of that state, when it does not wait for the next proposal to do so. It
 * does not carry the proposal's transition id.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `RetryFailedFlows`, `RetryFailedTasks`, `CacheRetrieval`
 */
const SET_IN_PLACE: Readonly<Partial<Record<State['type'], string>>> = { FAILED: 'AwaitingRetry', RUNNING: 'Cached' };

/** How a state is set. */
export interface SetStateOptions extends CallOptions {
  /** Passes over the rules of orchestration. @defaultValue false */
  readonly force?: boolean;
}

/** The requests of one kind of run. */
export class RunRequests<R extends RunRoutes> {
  readonly #requests: Requests;
  readonly #wire: Pick<ClientWire, 'StateCreate'>;
  readonly #routes: R;
  readonly #kind: 'flow' | 'task';

  constructor(requests: Requests, wire: Pick<ClientWire, 'StateCreate'>, routes: R, kind: 'flow' | 'task') {
    this.#requests = requests;
    this.#wire = wire;
    this.#routes = routes;
    this.#kind = kind;
  }

  /** @param instead - finds the run that was made, if one was, before it is made again */
  create(fields: object, instead?: () => Promise<AnswerOf<R['create']> | undefined>): Promise<AnswerOf<R['create']>> {
    const { state } = fields as { readonly state?: unknown };
    const body = isState(state) ? { ...fields, state: this.#wire.StateCreate.fromState(state as never) } : fields;
    return this.#requests.send(this.#routes.create, { body }, { instead });
  }

  read(id: string, options?: CallOptions): Promise<AnswerOf<R['read']>> {
    return this.#requests.send(this.#routes.read, { params: { id } }, options);
  }

  async update(id: string, body: object): Promise<void> {
    await this.#requests.send(this.#routes.update, { params: { id }, body });
  }

  async delete(id: string): Promise<void> {
    await this.#requests.send(this.#routes.delete, { params: { id } });
  }

  find(filter: object = {}, page: object = {}): Promise<AnswerOf<R['filter']>> {
    return this.#requests.send(this.#routes.filter, { body: { ...filter, ...page } });
  }

  count(filter: object = {}): Promise<AnswerOf<R['count']>> {
    return this.#requests.send(this.#routes.count, { body: filter });
  }

  /** Every run of every page, each once. */
  async *each(
    filter: object = {},
    page: { readonly sort?: string } = {},
  ): AsyncGenerator<{ readonly id: string }, void> {
    const given = new Set<string>();
    for (let offset = 0; ; offset += PAGE) {
      const runs = (await this.find(filter, { ...page, offset, limit: PAGE })) as readonly { readonly id: string }[];
      for (const run of runs) {
        // runs that are made meanwhile move others to the next page
        if (!given.has(run.id)) yield run;
        given.add(run.id);
      }
      if (runs.length < PAGE) return;
    }
  }

  /** The states of a run, the oldest first. */
  states(id: string, options?: CallOptions): Promise<AnswerOf<R['history']>> {
    return this.#requests.send(this.#routes.history, { query: { [`${this.#kind}_run_id`]: id } }, options);
  }

  /** Proposes a state once; what an answer that is lost said, the run's states tell. */
  async setState(
    id: string,
    given: State | AnyStateCreate,
    { force = false, signal }: SetStateOptions = {},
  ): Promise<SetStateResult> {
    const transitionId = newUuid();
    const state = this.#proposalOf(id, given, transitionId);
    const result = (await this.#requests.send(
      this.#routes.setState,
      { params: { id }, body: { state, force } },
      { signal, instead: () => this.#resultIn(id, state, transitionId) },
    )) as SetStateResult;
    const { status, state: set } = result;
    // the repeat of a proposal whose answer was lost is refused as one
    const isRepeat = status === 'REJECT' && set !== null && isOf(set, transitionId);
    return isRepeat ? (this.#result('ACCEPT', set) as SetStateResult) : result;
  }

  /** Proposes a state until the server decides. */
  async propose(id: string, state: State | AnyStateCreate, options: SetStateOptions = {}): Promise<State> {
    for (;;) {
      const result = await this.setState(id, state, options);
      if (result.status === 'WAIT') await pause(result.details.delaySeconds, options.signal);
      else if (result.status === 'ABORT') throw new Abort(result.details.reason);
      else if (result.state !== null) return result.state;
      // rejected for a run that is in no state
      else throw new Abort((result.details as StateRejectDetails).reason);
    }
  }

  #proposalOf(id: string, given: State | AnyStateCreate, transitionId: string): StateCreate {
    // of either wire: what is asked of it here, both have
    const state = (isState(given) ? this.#wire.StateCreate.fromState(given as never) : given) as StateCreate;
    const update = { transitionId, [`${this.#kind}RunId`]: id };
    return state.copy({ update: { stateDetails: state.stateDetails.copy({ update }) } });
  }

  /** What became of a proposal, as far as the run's states show it; undefined when they do not. */
  async #resultIn(
    id: string,
    { type }: StateCreate,
    transitionId: string,
  ): Promise<AnswerOf<R['setState']> | undefined> {
    const states = (await this.states(id)) as readonly State[];
    const own = states.find((state) => isOf(state, transitionId));
    if (own !== undefined) return this.#result('ACCEPT', own);
    const last = states.at(-1);
    return last !== undefined && last.name === SET_IN_PLACE[type] ? this.#result('REJECT', last) : undefined;
  }

  #result(status: 'ACCEPT' | 'REJECT', state: State): AnswerOf<R['setState']> {
    const details = { type: status === 'ACCEPT' ? 'accept_details' : 'reject_details' };
    const model = this.#routes.setState.answers[200] as unknown as typeof OrchestrationResult;
    return model.parse({ state: state.toJSON(), status, details }) as unknown as AnswerOf<R['setState']>;
  }
}

function isOf({ stateDetails }: State, transitionId: string): boolean {
  return stateDetails.transitionId === transitionId;
}
