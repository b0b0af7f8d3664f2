import { Body, Controller, Inject, NotFoundException, Param, Res, type Type } from '@nestjs/common';

import { prefect3Routes, type v3 } from '../../api/index.js';
import { HydrateFieldsPipe } from '../../nest/index.js';
import { type Decision, type OrchestrationResult, StateAbortDetails } from '../../transitions/index.js';
import { State } from '../../v3/index.js';
import { EventStream } from '../events/event-stream.js';
import { Metrics } from '../metrics.js';
import { type Mount } from '../mount.js';
import { type Reply } from '../reply.js';
import { ClientSignal } from '../requests.js';
import { Routed } from '../routed.js';
import { answerTransition } from '../run-controller.js';
import { type Store } from '../store.js';
import { faultOfInput, HydrationError, hydrateInput } from './run-input.js';

const { resume } = prefect3Routes.flowRuns;
const { 200: Result } = resume.answers;

type Input = Readonly<Record<string, unknown>>;

/** What a pause waits for: the key of the schema, and that under which the answer is kept. */
type KeySet = Readonly<Record<string, string>>;

/** Makes the controller that lets paused flow runs go on. @source prefect 3.8.8, server/api/flow_runs.py, `resume_flow_run` */
export function resumeController({ paths, id: ID, store }: Mount): Type {
  @Controller([...paths])
  class ResumeController {
    readonly #store: Store;
    readonly #metrics: Metrics;
    readonly #events: EventStream;

    constructor(
      @Inject(store) own: Store,
      @Inject(Metrics) metrics: Metrics,
      @Inject(EventStream) events: EventStream,
    ) {
      this.#store = own;
      this.#metrics = metrics;
      this.#events = events;
    }

    /** Lets a paused flow run go on, with what it waits for; where that is not what it waits for, it stays paused. */
    @Routed(resume)
    async resume(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(resume.fields)) { runInput }: v3.ResumeFlowRun,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<OrchestrationResult> {
      const decision = await this.#decide(id, runInput ?? {}, signal);
      this.#metrics.transitions.inc({ kind: 'flow_run', verdict: decision.status });
      this.#events.notice(decision);
      return answerTransition(decision, reply, Result);
    }

    async #decide(id: string, runInput: Input, signal: AbortSignal): Promise<Decision> {
      const found = await this.#store.search.flowRun(id);
      if (found === null) throw new NotFoundException('Flow run not found');
      const state = found.state as State | null;
      if (state?.isPaused() !== true) return refused('ABORT', null, 'Cannot resume a flow run that is not paused.');
      const keys = state.stateDetails.runInputKeyset;
      const read = keys === null ? { input: null } : await this.#read(id, keys, runInput);
      return 'fault' in read ? refused('REJECT', state, read.fault) : this.#goOn(id, state, keys, read.input, signal);
    }

    /** Reads what the run is given, and checks it against the schema that it has kept. */
    async #read(id: string, keys: KeySet, given: Input): Promise<{ input: Input } | { fault: string }> {
      try {
        const input = hydrateInput(given);
        const kept = await this.#store.inputs.read(id, keys.schema ?? '');
        if (kept === null) return { fault: 'Run input schema not found.' };
        const schema = parse(kept.value);
        if (schema === undefined) return { fault: 'Run input schema is not valid JSON.' };
        const fault = await faultOfInput(input, schema);
        return fault === null ? { input } : { fault };
      } catch (error) {
        if (error instanceof HydrationError) return { fault: `Error hydrating run input: ${error.message}` };
        throw error;
      }
    }

    /** Proposes the next state, and keeps the answer with it, or neither. */
    async #goOn(
      id: string,
      state: State,
      keys: KeySet | null,
      input: Input | null,
      signal: AbortSignal,
    ): Promise<Decision> {
      const next =
        state.stateDetails.pauseReschedule === true ? State.scheduled({ name: 'Resuming' }) : State.running();
      return this.#store.database.write(
        async (manager) => {
          const decision = await this.#store.flowRunStates.propose(id, next, { manager });
          const isAnswer = keys !== null && input !== null && Object.keys(input).length > 0;
          if (isAnswer && decision.status === 'ACCEPT')
            await this.#store.inputs.make(id, { key: keys.response ?? '', value: JSON.stringify(input) }, { manager });
          return decision;
        },
        { signal },
      );
    }
  }
  return ResumeController;
}

function refused(status: 'ABORT' | 'REJECT', state: State | null, reason: string): Decision {
  return { status, state, isNew: false, details: new StateAbortDetails({ reason }), runPatch: {}, effects: [] };
}

/** @returns undefined for what is no JSON */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
