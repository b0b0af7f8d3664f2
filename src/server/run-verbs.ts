import { type CountByState, type ProposedState, type State } from '../index.js';
import {
  type Abortable,
  type AnyRunEntity,
  type FlowRunChanges,
  type FlowRunEntity,
  type FoundRun,
  type CreatedRun,
  type NewFlowRun,
  type NewTaskRun,
  type RunType,
  type RunPage,
  type RunQuery,
  type Runs,
  type RunSearch,
  type TaskRunChanges,
  type RunStates,
  type TaskRunEntity,
} from '../persistence/index.js';
import { type Store } from './store.js';

/** How the runs of one kind are kept and found: persistence's verbs, by names that say no kind. */
export interface RunVerbs<Row extends AnyRunEntity, New, Changes> {
  readonly kind: RunType;
  /** What keeps the states of the kind. */
  statesOf(store: Store): RunStates;
  make(runs: Runs, given: New, state: State | ProposedState | undefined, options: Abortable): Promise<CreatedRun<Row>>;
  update(runs: Runs, id: string, changes: Changes, options: Abortable): Promise<boolean>;
  delete(runs: Runs, id: string, options: Abortable): Promise<boolean>;
  find(search: RunSearch, id: string): Promise<FoundRun<Row> | null>;
  pages(search: RunSearch, query: RunQuery, page: RunPage): AsyncGenerator<FoundRun<Row>[]>;
  count(search: RunSearch, query: RunQuery): Promise<number>;
  countByState(search: RunSearch, query: RunQuery): Promise<CountByState>;
}

/** The verbs of flow runs. */
export const FLOW_RUN: RunVerbs<FlowRunEntity, NewFlowRun, FlowRunChanges> = {
  kind: 'flow_run',
  statesOf: ({ flowRunStates }) => flowRunStates,
  make: (runs, ...given) => runs.createFlowRun(...given),
  update: (runs, ...given) => runs.updateFlowRun(...given),
  delete: (runs, ...given) => runs.deleteFlowRun(...given),
  find: (search, id) => search.flowRun(id),
  pages: (search, ...given) => search.flowRunPages(...given),
  count: (search, query) => search.countFlowRuns(query),
  countByState: (search, query) => search.countFlowRunsByState(query),
};

/** The verbs of task runs. */
export const TASK_RUN: RunVerbs<TaskRunEntity, NewTaskRun, TaskRunChanges> = {
  kind: 'task_run',
  statesOf: ({ taskRunStates }) => taskRunStates,
  make: (runs, ...given) => runs.createTaskRun(...given),
  update: (runs, ...given) => runs.updateTaskRun(...given),
  delete: (runs, ...given) => runs.deleteTaskRun(...given),
  find: (search, id) => search.taskRun(id),
  pages: (search, ...given) => search.taskRunPages(...given),
  count: (search, query) => search.countTaskRuns(query),
  countByState: (search, query) => search.countTaskRunsByState(query),
};
