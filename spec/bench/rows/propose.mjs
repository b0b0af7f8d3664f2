/*
 * The way of a proposal from its model to the answer, without a database: read, decided, answered. With BENCH_BEFORE, the folder
 * of an earlier build inside this repository (it needs the dependencies), the same by that build, as its server did it.
 */
import { env } from 'node:process';
import { pathToFileURL } from 'node:url';

import { contender } from '../measure.mjs';
import { makeSet } from '../sets.mjs';

/** What a build brings. */
async function load(folder) {
  const base = folder === undefined ? new URL('../../../dist/', import.meta.url) : pathToFileURL(`${folder}/`);
  const [models, rules] = await Promise.all(
    ['index.js', 'transitions/index.js'].map((name) => import(new URL(name, base))),
  );
  return { ...models, ...rules };
}

const ours = await load();
const before = env.BENCH_BEFORE === undefined ? undefined : await load(env.BENCH_BEFORE);

/** Proposals of a set, and a run to propose them for. */
function proposalsOf({ FlowRunPolicy, State, StateCreate }, setName) {
  const proposals = makeSet(setName).wires.map((wire) => StateCreate.parse(wire));
  const run = {
    ...{
      id: '5f0b1a1c-7e57-4d0a-9c57-3c2b0d6a0e11',
      runCount: 0,
      totalRunTime: 0,
      empiricalPolicy: new FlowRunPolicy({}),
    },
    ...{ stateType: null, stateName: null, stateTimestamp: null, startTime: null, endTime: null },
    ...{ expectedStartTime: null, nextScheduledStartTime: null },
    ...{ deploymentId: null, infrastructurePid: null, parentTaskRunId: null },
  };
  return { proposals, run, current: State.running() };
}

/** As the server does it: the door of the persistence reads, and the kept state is the answer's. */
function answering(build, setName) {
  const { proposals, run, current } = proposalsOf(build, setName);
  const { decide, OrchestrationResult, State } = build;
  return contender({ name: 'prefect-states', group: 'ours' }, proposals, (proposal) => {
    const { state, status, details } = decide({ run, current, proposed: State.parse(proposal) });
    return Object.assign(new OrchestrationResult(), { state, status, details });
  });
}

/** As the server did it: the controller read, the door read again, and the answer was built of all. */
function answeringBefore(build, setName) {
  const { proposals, run, current } = proposalsOf(build, setName);
  const { decide, OrchestrationResult, State } = build;
  return contender({ name: 'before', group: 'before' }, proposals, (proposal) => {
    const { state, status, details } = decide({ run, current, proposed: State.parse(State.parse(proposal)) });
    return new OrchestrationResult({ state, status, details });
  });
}

/** A proposal, from its model to the answer. */
export function propose(setName) {
  const { texts } = makeSet(setName);
  const parse = contender({ name: 'JSON.parse', group: 'JSON.parse', work: 'reads the text only' }, texts, (text) =>
    JSON.parse(text),
  );
  const earlier = before === undefined ? [] : [answeringBefore(before, setName)];
  return {
    contenders: [answering(ours, setName), parse, ...earlier],
    goals: before === undefined ? [] : [{ group: 'before', least: 3 }],
  };
}
