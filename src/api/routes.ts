/* The REST contract: every route, what it takes and what it answers. */
import { CountByState, State } from '../index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { BlockDocument, BlockDocumentCreate, BlockSchema, BlockType } from './block.js';
import { DeletedRuns, EndedRuns } from './ended-runs.js';
import { HttpFault, ServerFault } from './faults.js';
import { Flow, FlowCreate } from './flow.js';
import { FlowRun, FlowRunCreate, FlowRunUpdate } from './flow-run.js';
import { LogCreate } from './log.js';
import { Readiness } from './root.js';
import { type Route, route, type RouteModel } from './route.js';
import { FlowRunCount, FlowRunsFilter, TaskRunCount, TaskRunsFilter } from './run-query.js';
import { SetState } from './set-state.js';
import { TaskRun, TaskRunCreate, TaskRunUpdate } from './task-run.js';

const NOT_FOUND = { 404: [HttpFault] } as const;
const CONFLICT = { 409: [HttpFault] } as const;

type Faults = NonNullable<Route['errors']>;

/** The routes of one kind of runs; a wire with other models has the same. */
function runRoutes<
  const Kind extends 'flow' | 'task',
  Run extends RouteModel,
  Create extends RouteModel,
  Update extends RouteModel,
  Count extends RouteModel,
  Filter extends RouteModel,
>(
  kind: Kind,
  models: {
    readonly Run: Run;
    readonly Create: Create;
    readonly Update: Update;
    readonly Count: Count;
    readonly Filter: Filter;
  },
  errors: { readonly create: Faults; readonly update: Faults },
) {
  // each with a type of its own: of a model that is known as one of several, a route would not know which
  const { Run, Create, Update, Count, Filter } = models;
  const tag = kind === 'flow' ? 'Flow Runs' : 'Task Runs';
  const stateTag = kind === 'flow' ? 'Flow Run States' : 'Task Run States';
  const name = `${kind} run` as const;
  const of = { tag, path: `/${kind}_runs/:id` } as const;
  return {
    create: route({
      tag,
      method: 'POST',
      path: `/${kind}_runs/`,
      operation: `create_${kind}_run`,
      summary: `Make a ${name}, or find the one of the same key`,
      body: Create,
      answers: { 200: Run, 201: Run },
      errors: errors.create,
    }),
    read: route({
      ...of,
      method: 'GET',
      operation: `read_${kind}_run`,
      summary: `Read a ${name}`,
      answers: { 200: Run },
      errors: NOT_FOUND,
    }),
    update: route({
      ...of,
      method: 'PATCH',
      operation: `update_${kind}_run`,
      summary: `Change a ${name}`,
      body: Update,
      answers: { 204: null },
      errors: { ...NOT_FOUND, ...errors.update },
    }),
    delete: route({
      ...of,
      method: 'DELETE',
      operation: `delete_${kind}_run`,
      summary: `Delete a ${name} and all that belongs to it`,
      answers: { 204: null },
      errors: NOT_FOUND,
    }),
    count: route({
      tag,
      method: 'POST',
      path: `/${kind}_runs/count`,
      operation: `count_${kind}_runs`,
      summary: `Count ${name}s`,
      fields: Count,
      answers: { 200: { type: 'integer' } },
    }),
    filter: route({
      tag,
      method: 'POST',
      path: `/${kind}_runs/filter`,
      operation: `read_${kind}_runs`,
      summary: `Find ${name}s`,
      fields: Filter,
      answers: { 200: [Run] },
    }),
    setState: route({
      tag,
      method: 'POST',
      path: `/${kind}_runs/:id/set_state`,
      operation: `set_${kind}_run_state`,
      summary: `Propose a state for a ${name}`,
      fields: SetState,
      answers: { 200: OrchestrationResult, 201: OrchestrationResult },
      errors: { 404: [ServerFault], ...CONFLICT },
    }),
    countByState: route({
      tag: 'Counts',
      method: 'POST',
      path: `/ui/${kind}_runs/count`,
      operation: `read_${kind}_run_counts_by_state`,
      summary: `Count ${name}s by the type of their state`,
      fields: Count,
      answers: { 200: CountByState },
    }),
    history: route({
      tag: stateTag,
      method: 'GET',
      path: `/${kind}_run_states/`,
      operation: `read_${kind}_run_states`,
      summary: `Read the states of a ${name}, the oldest first`,
      query: { [`${kind}_run_id` as const]: { format: 'uuid', required: true } } as Readonly<
        Record<`${Kind}_run_id`, { readonly format: 'uuid'; readonly required: true }>
      >,
      answers: { 200: [State] },
    }),
    readState: route({
      tag: stateTag,
      method: 'GET',
      path: `/${kind}_run_states/:id`,
      operation: `read_${kind}_run_state`,
      summary: `Read a state of a ${name}`,
      answers: { 200: State },
      errors: NOT_FOUND,
    }),
  } as const;
}

/** The routes of Prefect 2. @source prefect 2.20.25, server/api */
export const prefect2Routes = {
  flows: {
    create: route({
      tag: 'Flows',
      method: 'POST',
      path: '/flows/',
      operation: 'create_flow',
      summary: 'Make a flow, or find the one with the name',
      body: FlowCreate,
      answers: { 200: Flow, 201: Flow },
    }),
    read: route({
      tag: 'Flows',
      method: 'GET',
      path: '/flows/:id',
      operation: 'read_flow',
      summary: 'Read a flow',
      answers: { 200: Flow },
      errors: NOT_FOUND,
    }),
  },
  flowRuns: runRoutes(
    'flow',
    { Run: FlowRun, Create: FlowRunCreate, Update: FlowRunUpdate, Count: FlowRunCount, Filter: FlowRunsFilter },
    { create: CONFLICT, update: { 400: [HttpFault] } },
  ),
  taskRuns: runRoutes(
    'task',
    { Run: TaskRun, Create: TaskRunCreate, Update: TaskRunUpdate, Count: TaskRunCount, Filter: TaskRunsFilter },
    { create: { 404: [ServerFault], ...CONFLICT }, update: {} },
  ),
  logs: {
    create: route({
      tag: 'Logs',
      method: 'POST',
      path: '/logs/',
      operation: 'create_logs',
      summary: "Take the lines of a run's log, which are not kept",
      body: [LogCreate],
      answers: { 201: { type: 'null' } },
    }),
  },
  blocks: {
    readType: route({
      tag: 'Blocks',
      method: 'GET',
      path: '/block_types/slug/:slug',
      operation: 'read_block_type_by_slug',
      summary: 'Read a type of blocks',
      texts: ['slug'],
      answers: { 200: BlockType },
      errors: NOT_FOUND,
    }),
    readSchema: route({
      tag: 'Blocks',
      method: 'GET',
      path: '/block_schemas/checksum/:checksum',
      operation: 'read_block_schema_by_checksum',
      summary: 'Read the schema of a type of blocks',
      texts: ['checksum'],
      query: { version: { required: false } },
      answers: { 200: BlockSchema },
      errors: NOT_FOUND,
    }),
    create: route({
      tag: 'Blocks',
      method: 'POST',
      path: '/block_documents/',
      operation: 'create_block_document',
      summary: 'Make a block',
      body: BlockDocumentCreate,
      answers: { 201: BlockDocument },
      errors: CONFLICT,
    }),
    read: route({
      tag: 'Blocks',
      method: 'GET',
      path: '/block_documents/:id',
      operation: 'read_block_document_by_id',
      summary: 'Read a block',
      answers: { 200: BlockDocument },
      errors: NOT_FOUND,
    }),
  },
  admin: {
    version: route({
      tag: 'Admin',
      method: 'GET',
      path: '/admin/version',
      operation: 'read_version',
      summary: 'Tell which version of Prefect is spoken',
      answers: { 200: { type: 'string' } },
    }),
    deleteEnded: route({
      tag: 'Admin',
      method: 'POST',
      path: '/admin/delete_ended_runs',
      operation: 'delete_ended_runs',
      summary: 'Delete runs that ended before a time, some at a call',
      fields: EndedRuns,
      answers: { 200: DeletedRuns },
    }),
  },
  root: {
    health: route({
      tag: 'Root',
      method: 'GET',
      path: '/health',
      operation: 'health_check',
      summary: 'Tell that the server answers',
      answers: { 200: { type: 'boolean' } },
    }),
    ready: route({
      tag: 'Root',
      method: 'GET',
      path: '/ready',
      operation: 'perform_readiness_check',
      summary: 'Tell whether the database answers',
      answers: { 200: Readiness },
      errors: { 503: [Readiness] },
    }),
    csrfToken: route({
      tag: 'Root',
      method: 'GET',
      path: '/csrf-token',
      operation: 'create_csrf_token',
      summary: 'Tell that there are no CSRF tokens',
      query: { client: { required: true, description: 'The client that asks for the token' } },
      answers: {},
      errors: { 422: [HttpFault] },
    }),
  },
} as const;
