/* What the routes of both wires have in common. */
import { CONFLICT, HttpFault, NOT_FOUND, ServerFault } from './faults.js';
import { type Route, route, type RouteModel } from './route.js';

type Faults = NonNullable<Route['errors']>;

function runRoutesOf<
  const Kind extends 'flow' | 'task',
  Run extends RouteModel,
  Create extends RouteModel,
  Update extends RouteModel,
  Count extends RouteModel,
  Filter extends RouteModel,
  SetState extends RouteModel,
  Result extends RouteModel,
  OneState extends RouteModel,
>(
  kind: Kind,
  models: {
    readonly Run: Run;
    readonly Create: Create;
    readonly Update: Update;
    readonly Count: Count;
    readonly Filter: Filter;
    readonly SetState: SetState;
    readonly Result: Result;
    readonly State: OneState;
    readonly errors: { readonly create: Faults; readonly update: Faults };
  },
) {
  const { Run, Create, Update, Count, Filter, SetState, Result, State } = models;
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
      errors: models.errors.create,
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
      errors: { ...NOT_FOUND, ...models.errors.update },
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
      answers: { 200: Result, 201: Result },
      errors: { 404: [ServerFault], ...CONFLICT },
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
  } as const;
}

/**
 * The routes of one kind of runs; a wire with other models has the same. Their types follow from the models: a type of its own
 * for what it gives would say every route twice.
 */
export const runRoutes = Object.freeze(runRoutesOf);

/** What routes of both wires have in common: all but their models. */
export const SHARED = {
  flows: {
    create: {
      tag: 'Flows',
      method: 'POST',
      path: '/flows/',
      operation: 'create_flow',
      summary: 'Make a flow, or find the one with the name',
    },
    read: {
      tag: 'Flows',
      method: 'GET',
      path: '/flows/:id',
      operation: 'read_flow',
      summary: 'Read a flow',
      errors: NOT_FOUND,
    },
    readByName: {
      tag: 'Flows',
      method: 'GET',
      path: '/flows/name/:name',
      operation: 'read_flow_by_name',
      summary: 'Read the flow with a name',
      texts: ['name'],
      errors: NOT_FOUND,
    },
  },
  flowRuns: {
    resume: {
      tag: 'Flow Runs',
      method: 'POST',
      path: '/flow_runs/:id/resume',
      operation: 'resume_flow_run',
      summary: 'Let a paused flow run go on',
    },
  },
  logs: {
    create: {
      tag: 'Logs',
      method: 'POST',
      path: '/logs/',
      operation: 'create_logs',
      summary: "Keep the lines of a run's log",
      answers: { 201: { type: 'null' } },
    },
    filter: {
      tag: 'Logs',
      method: 'POST',
      path: '/logs/filter',
      operation: 'read_logs',
      summary: 'Find lines of logs',
    },
  },
} as const;

/** The route that tells which wire is spoken: it is the same on each. */
export const versionRoute = route({
  tag: 'Admin',
  method: 'GET',
  path: '/admin/version',
  operation: 'read_version',
  summary: 'Tell which version of Prefect is spoken',
  answers: { 200: { type: 'string' } },
});

/** What may be wrong with a flow run, but for what only one wire says. */
export const FLOW_RUN_FAULTS = { create: CONFLICT, update: { 400: [HttpFault] } } as const;
/** What may be wrong with a task run. */
export const TASK_RUN_FAULTS = { create: { 404: [ServerFault], ...CONFLICT }, update: {} } as const;
