/* Which rules are asked about a run. */
import { type State } from '../states/index.js';
import { PREFECT_2_POLICIES } from './prefect-2.js';
import { PREFECT_3_POLICIES } from './prefect-3.js';
import { type OrchestrationRule, type Policies, type Policy } from './rule.js';
import { type AnyRunColumns } from './run.js';

const OF_REFERENCE = new Set<unknown>(
  [PREFECT_2_POLICIES, PREFECT_3_POLICIES].flatMap((policies) => Object.values(policies).flat()),
);

/** Whether a rule comes with this package, and is not a custom one. @internal */
export function isOfReference(rule: OrchestrationRule<never>): boolean {
  return OF_REFERENCE.has(rule);
}

/** Selects the rules that are asked. @internal */
export interface RulesAsked {
  /** Replaces all rules except those that keep the columns. */
  readonly policy?: Policy<never> | undefined;
  readonly policies: Policies;
  readonly force: boolean;
}

/** The rules that are asked about a proposed state; those that keep the run's columns come last. @internal */
export function rulesFor<R extends AnyRunColumns>(
  run: Readonly<AnyRunColumns>,
  proposed: State,
  { policy, policies: given, force }: RulesAsked,
): Policy<R> {
  const of = <K extends keyof Policies>(name: K): Required<Policies>[K] =>
    (given[name] ?? PREFECT_2_POLICIES[name]) as Required<Policies>[K];
  // only a task run has this column
  if (!('flowRunId' in run)) {
    const usual = force ? of('forcedFlowRuns') : of('flowRuns');
    return [...(policy ?? usual), ...of('flowRunColumns')] as Policy<R>;
  }
  const isAlone = policy === undefined && of('isAutonomous')(run, proposed);
  const usual = isAlone ? of('autonomousTaskRuns') : force ? of('forcedTaskRuns') : of('taskRuns');
  return [...(policy ?? usual), ...of('taskRunColumns')] as Policy<R>;
}
