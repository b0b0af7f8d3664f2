/* The REST contract of Prefect 2: every route, what it takes and what it answers. That of Prefect 3 is in v3/contract.ts. */
import { CountByState, State } from '../index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { blockRoutes } from './block-routes.js';
import { EndedRuns } from './ended-runs.js';
import { Flow, FlowCreate } from './flow.js';
import { FlowRun, FlowRunCreate, FlowRunUpdate } from './flow-run.js';
import { Log, LogCreate, LogPageQuery } from './log.js';
import { rootRoutes } from './root-routes.js';
import { route } from './route.js';
import { FlowRunQuery, FlowRunPageQuery, TaskRunQuery, TaskRunPageQuery } from './run-query.js';
import { SetState } from './set-state.js';
import { FLOW_RUN_FAULTS, runRoutes, SHARED, TASK_RUN_FAULTS, versionRoute } from './shared-routes.js';
import { TaskRun, TaskRunCreate, TaskRunUpdate } from './task-run.js';

const STATES = { SetState, Result: OrchestrationResult, State, CountByState };

/** The routes of Prefect 2. @source prefect 2.20.25, server/api */
export const prefect2Routes = {
  flows: {
    create: route({ ...SHARED.flows.create, body: FlowCreate, answers: { 200: Flow, 201: Flow } }),
    read: route({ ...SHARED.flows.read, answers: { 200: Flow } }),
    readByName: route({ ...SHARED.flows.readByName, answers: { 200: Flow } }),
  },
  flowRuns: runRoutes(
    'flow',
    {
      Run: FlowRun,
      Create: FlowRunCreate,
      Update: FlowRunUpdate,
      Count: FlowRunQuery,
      Filter: FlowRunPageQuery,
      ...STATES,
    },
    FLOW_RUN_FAULTS,
  ),
  taskRuns: runRoutes(
    'task',
    {
      Run: TaskRun,
      Create: TaskRunCreate,
      Update: TaskRunUpdate,
      Count: TaskRunQuery,
      Filter: TaskRunPageQuery,
      ...STATES,
    },
    TASK_RUN_FAULTS,
  ),
  logs: {
    create: route({ ...SHARED.logs.create, body: [LogCreate] }),
    filter: route({ ...SHARED.logs.filter, fields: LogPageQuery, answers: { 200: [Log] } }),
  },
  blocks: blockRoutes,
  admin: { version: versionRoute, deleteEnded: route({ ...SHARED.deleteEnded, fields: EndedRuns }) },
  root: rootRoutes,
} as const;
