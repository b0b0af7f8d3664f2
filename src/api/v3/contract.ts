/* The REST contract of Prefect 3: every route, what it takes and what it answers. */
import { CountByState, State } from '../../v3/index.js';
import { CONFLICT, NOT_FOUND } from '../faults.js';
import { deleteEnded } from '../ended-runs.js';
import { rootRoutes } from '../root-routes.js';
import { route } from '../route.js';
import { FLOW_RUN_FAULTS, runRoutes, SHARED, TASK_RUN_FAULTS, versionRoute } from '../shared-routes.js';
import { unaskedRoutes } from '../unasked-routes.js';
import { Flow, FlowCreate } from './flow.js';
import { FlowRun, FlowRunCreate, FlowRunUpdate } from './flow-run.js';
import { Log, LogCreate, LogPageQuery } from './log.js';
import { EndedRuns } from './root.js';
import { ownRoutes } from './routes.js';
import { FlowRunQuery, FlowRunPageQuery, TaskRunQuery, TaskRunPageQuery } from './run-query.js';
import { STATES } from './set-state.js';
import { TaskRun, TaskRunCreate, TaskRunUpdate } from './task-run.js';

/** The routes of Prefect 3. @source prefect 3.8.8, server/api */
export const prefect3Routes = {
  flows: {
    create: route({ ...SHARED.flows.create, body: FlowCreate, answers: { 200: Flow, 201: Flow } }),
    read: route({ ...SHARED.flows.read, answers: { 200: Flow } }),
    readByName: route({ ...SHARED.flows.readByName, answers: { 200: Flow } }),
    ...ownRoutes.flows,
  },
  flowRuns: {
    ...runRoutes('flow', {
      Run: FlowRun,
      Create: FlowRunCreate,
      Update: FlowRunUpdate,
      Count: FlowRunQuery,
      Filter: FlowRunPageQuery,
      ...STATES,
      errors: { ...FLOW_RUN_FAULTS, create: { ...NOT_FOUND, ...CONFLICT } },
    }),
    ...unaskedRoutes('flow', { Count: FlowRunQuery, State, CountByState }),
    ...ownRoutes.flowRuns,
  },
  flowRunInputs: ownRoutes.flowRunInputs,
  taskRuns: {
    ...runRoutes('task', {
      Run: TaskRun,
      Create: TaskRunCreate,
      Update: TaskRunUpdate,
      Count: TaskRunQuery,
      Filter: TaskRunPageQuery,
      ...STATES,
      errors: TASK_RUN_FAULTS,
    }),
    ...unaskedRoutes('task', { Count: TaskRunQuery, State, CountByState }),
  },
  events: ownRoutes.events,
  artifacts: ownRoutes.artifacts,
  logs: {
    create: route({ ...SHARED.logs.create, body: [LogCreate] }),
    filter: route({ ...SHARED.logs.filter, fields: LogPageQuery, answers: { 200: [Log] } }),
  },
  concurrency: ownRoutes.concurrency,
  admin: {
    version: versionRoute,
    deleteEnded: route({ ...deleteEnded, fields: EndedRuns }),
    ...ownRoutes.admin,
  },
  root: { ...rootRoutes, ...ownRoutes.root },
} as const;
