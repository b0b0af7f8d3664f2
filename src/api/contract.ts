/* The REST contract of Prefect 2: every route, what it takes and what it answers. That of Prefect 3 is in v3/contract.ts. */
import { CountByState, State } from '../index.js';
import { blockRoutes } from './block-routes.js';
import { deleteEnded, EndedRuns } from './ended-runs.js';
import { rootRoutes } from './root-routes.js';
import { route } from './route.js';
import { prefect2RunRoutes } from './routes.js';
import { FlowRunQuery, TaskRunQuery } from './run-query.js';
import { versionRoute } from './shared-routes.js';
import { unaskedRoutes } from './unasked-routes.js';

/** The routes of Prefect 2. @source prefect 2.20.25, server/api */
export const prefect2Routes = {
  ...prefect2RunRoutes,
  flowRuns: {
    ...prefect2RunRoutes.flowRuns,
    ...unaskedRoutes('flow', { Count: FlowRunQuery, State, CountByState }),
  },
  taskRuns: {
    ...prefect2RunRoutes.taskRuns,
    ...unaskedRoutes('task', { Count: TaskRunQuery, State, CountByState }),
  },
  blocks: blockRoutes,
  admin: { version: versionRoute, deleteEnded: route({ ...deleteEnded, fields: EndedRuns }) },
  root: rootRoutes,
} as const;
