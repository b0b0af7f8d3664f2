export { decide, type Decision, type Proposal } from './decide.js';
export { MissingFlowRun, OrchestrationError, RuleError } from './errors.js';
export { type TransitionEffect, type TransitionFacts } from './facts.js';
export {
  AUTONOMOUS_TASK_POLICY,
  CORE_FLOW_POLICY,
  CORE_TASK_POLICY,
  GLOBAL_FLOW_POLICY,
  GLOBAL_TASK_POLICY,
  MARK_LATE_RUNS_POLICY,
  MINIMAL_FLOW_POLICY,
  MINIMAL_TASK_POLICY,
  PREFECT_2_POLICIES,
} from './prefect-2.js';
export { PREFECT_3_POLICIES } from './prefect-3.js';
export {
  OrchestrationResult,
  SetStateStatus,
  StateAbortDetails,
  StateAcceptDetails,
  StateRejectDetails,
  type StateResponseDetails,
  StateWaitDetails,
} from './orchestration-result.js';
export {
  ANY_STATE,
  type FlowRule,
  type OrchestrationRule,
  type Policies,
  type Policy,
  type StateTypeOrNone,
  type TaskRule,
} from './rule.js';
export { FlowRunPolicy, TaskRunPolicy } from './run-policy.js';
export { type AnyRunColumns, type FlowRunColumns, type TaskRunColumns } from './run.js';
export { type Setting, Transition } from './transition.js';
