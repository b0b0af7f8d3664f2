/* Which rules are asked about a run. */
import { type State } from '../states/index.js';
import { PREFECT_2_POLICIES } from './prefect-2.js';
import { PREFECT_3_POLICIES } from './prefect-3.js';
import { type OrchestrationRule, type Policies, type Policy } from './rule.js';
import { type AnyRunColumns, type FlowRunColumns, type TaskRunColumns } from './run.js';

const OF_REFERENCE = new Set<unknown>(
  [PREFECT_2_POLICIES, PREFECT_3_POLICIES].flatMap((policies) => Object.values(policies).flat()),
);

/** Whether a rule is one of this package's. @internal */
export function isOfReference(rule: OrchestrationRule<never>): boolean {
  return OF_REFERENCE.has(rule);
}

/** Tells the kinds of runs apart. */
function isTaskRun(run: Readonly<AnyRunColumns>): run is TaskRunColumns {
  return 'flowRunId' in run;
}

/** The rules that are asked about a proposed state, without those that keep the run's columns. @internal */
export function policyFor(
  run: Readonly<AnyRunColumns>,
  proposed: State,
  force: boolean,
  policies: Policies,
): Policy<FlowRunColumns> | Policy<TaskRunColumns> {
  const { flowRuns, forcedFlowRuns, taskRuns, forcedTaskRuns, autonomousTaskRuns, isAutonomous } = policies;
  if (!isTaskRun(run)) {
    return force ? (forcedFlowRuns ?? PREFECT_2_POLICIES.forcedFlowRuns) : (flowRuns ?? PREFECT_2_POLICIES.flowRuns);
  }
  if ((isAutonomous ?? PREFECT_2_POLICIES.isAutonomous)(run, proposed)) {
    return autonomousTaskRuns ?? PREFECT_2_POLICIES.autonomousTaskRuns;
  }
  return force ? (forcedTaskRuns ?? PREFECT_2_POLICIES.forcedTaskRuns) : (taskRuns ?? PREFECT_2_POLICIES.taskRuns);
}

/** The rules that keep a run's columns. @internal */
export function columnsPolicyFor(
  run: Readonly<AnyRunColumns>,
  { flowRunColumns, taskRunColumns }: Policies,
): Policy<FlowRunColumns> | Policy<TaskRunColumns> {
  return isTaskRun(run)
    ? (taskRunColumns ?? PREFECT_2_POLICIES.taskRunColumns)
    : (flowRunColumns ?? PREFECT_2_POLICIES.flowRunColumns);
}
