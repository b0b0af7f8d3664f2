/* The routes of flows, runs and logs, which clients ask of any server of Prefect 2. */
import { State } from '../index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { Flow, FlowCreate } from './flow.js';
import { FlowRun, FlowRunCreate, FlowRunUpdate } from './flow-run.js';
import { Log, LogCreate, LogPageQuery } from './log.js';
import { route } from './route.js';
import { FlowRunQuery, FlowRunPageQuery, TaskRunQuery, TaskRunPageQuery } from './run-query.js';
import { SetState } from './set-state.js';
import { FLOW_RUN_FAULTS, runRoutes, SHARED, TASK_RUN_FAULTS } from './shared-routes.js';
import { TaskRun, TaskRunCreate, TaskRunUpdate } from './task-run.js';

const STATES = { SetState, Result: OrchestrationResult, State };

/** The routes of flows, runs and logs in Prefect 2. @source prefect 2.20.25, server/api */
export const prefect2RunRoutes = {
  flows: {
    create: route({ ...SHARED.flows.create, body: FlowCreate, answers: { 200: Flow, 201: Flow } }),
    read: route({ ...SHARED.flows.read, answers: { 200: Flow } }),
    readByName: route({ ...SHARED.flows.readByName, answers: { 200: Flow } }),
  },
  flowRuns: runRoutes('flow', {
    Run: FlowRun,
    Create: FlowRunCreate,
    Update: FlowRunUpdate,
    Count: FlowRunQuery,
    Filter: FlowRunPageQuery,
    ...STATES,
    errors: FLOW_RUN_FAULTS,
  }),
  taskRuns: runRoutes('task', {
    Run: TaskRun,
    Create: TaskRunCreate,
    Update: TaskRunUpdate,
    Count: TaskRunQuery,
    Filter: TaskRunPageQuery,
    ...STATES,
    errors: TASK_RUN_FAULTS,
  }),
  logs: {
    create: route({ ...SHARED.logs.create, body: [LogCreate] }),
    filter: route({ ...SHARED.logs.filter, fields: LogPageQuery, answers: { 200: [Log] } }),
  },
} as const;
