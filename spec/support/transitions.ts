import { type DateTime } from 'luxon';

import { addMicroseconds, parseDateTime, State, type StateType } from '../../src/index.js';
import {
  type AnyRunColumns,
  decide,
  type Decision,
  type FlowRunColumns,
  FlowRunPolicy,
  type OrchestrationRule,
  type Policies,
  PREFECT_2_POLICIES,
  PREFECT_3_POLICIES,
  type TaskRunColumns,
  TaskRunPolicy,
  type TransitionFacts,
} from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';

const UNTOUCHED = {
  stateType: null,
  stateName: null,
  stateTimestamp: null,
  runCount: 0,
  startTime: null,
  endTime: null,
  totalRunTime: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
} as const;

export const RUN_ID = '11111111-1111-4111-8111-111111111111';
export const FLOW_RUN_ID = '22222222-2222-4222-8222-222222222222';

/** A flow run that nothing has happened to. */
export function flowRun(columns: Partial<FlowRunColumns> = {}): FlowRunColumns {
  const empiricalPolicy = new FlowRunPolicy({});
  const none = { deploymentId: null, infrastructurePid: null, parentTaskRunId: null };
  return { id: RUN_ID, ...UNTOUCHED, ...none, empiricalPolicy, ...columns };
}

/** A task run of a flow run that nothing has happened to. */
export function taskRun(columns: Partial<TaskRunColumns> = {}): TaskRunColumns {
  const empiricalPolicy = new TaskRunPolicy({});
  return { id: RUN_ID, ...UNTOUCHED, flowRunId: FLOW_RUN_ID, flowRunRunCount: 0, empiricalPolicy, ...columns };
}

/** The time of all decisions that `move` asks for. */
export const NOW = parseDateTime('2026-11-25T10:00:00.123456Z')!;

/** The time some seconds after `NOW`. */
export function inSeconds(seconds: number): DateTime {
  return addMicroseconds(NOW, Math.round(seconds * 1_000_000));
}

interface Version {
  readonly stateClass: typeof State;
  readonly policies: Policies;
  /** By their names. */
  readonly rules: ReadonlyMap<string, OrchestrationRule>;
}

function versionOf(stateClass: typeof State, policies: Required<Policies>): Version {
  const { flowRuns, taskRuns, autonomousTaskRuns, forcedFlowRuns, forcedTaskRuns } = policies;
  const rules = [flowRuns, taskRuns, autonomousTaskRuns, forcedFlowRuns, forcedTaskRuns].flat();
  return { stateClass, policies, rules: new Map(rules.map((rule) => [rule.name, rule as OrchestrationRule])) };
}

const VERSIONS = { 2: versionOf(State, PREFECT_2_POLICIES), 3: versionOf(v3.State, PREFECT_3_POLICIES) };

/** A move of a run under a few rules; what is left out is as a new run has it. */
export interface Move {
  /** Whose rules and states. @defaultValue 2 */
  readonly prefect?: 2 | 3;
  readonly kind?: 'flow' | 'task';
  readonly from: StateType | null;
  readonly to: StateType;
  /** The reference's rules by their names, or rules of a spec. */
  readonly rules: readonly (string | OrchestrationRule)[];
  readonly run?: Partial<FlowRunColumns & TaskRunColumns>;
  readonly initial?: Partial<v3.StateFields>;
  readonly proposed?: Partial<v3.StateFields>;
  readonly facts?: TransitionFacts;
}

/** Asks some rules about a move. The run comes with the columns that it has after it. */
export function move(given: Move): Decision & { readonly run: FlowRunColumns & TaskRunColumns } {
  const { kind = 'flow', from, to } = given;
  const { stateClass, policies, rules } = VERSIONS[given.prefect ?? 2];
  const run = kind === 'flow' ? flowRun(given.run) : taskRun(given.run);
  const decision = decide<AnyRunColumns>({
    run,
    current: from && new stateClass({ timestamp: inSeconds(-60), ...given.initial, type: from }),
    proposed: new stateClass({ timestamp: inSeconds(-1), ...given.proposed, type: to }),
    policies,
    policy: given.rules.map((rule) => (typeof rule === 'string' ? rules.get(rule)! : rule)),
    facts: given.facts ?? { flowRun: { id: FLOW_RUN_ID, runCount: 0, state: null } },
    now: NOW,
  });
  return { ...decision, run: { ...run, ...decision.runPatch } as FlowRunColumns & TaskRunColumns };
}
