/* What only Prefect 3's REST contract has. */
import { CONFLICT, NOT_FOUND, ServerFault } from '../faults.js';
import { route } from '../route.js';
import { SHARED } from '../shared-routes.js';
import { Artifact, ArtifactCreate, ArtifactPageQuery } from './artifact.js';
import { Lease, LeaseEnd, LeaseRenewal, SlotsWithLease } from './concurrency.js';
import { Event } from './event.js';
import { Flow } from './flow.js';
import { FlowRunLabels } from './flow-run.js';
import { FlowRunInput, FlowRunInputCreate, FlowRunInputQuery, ResumeFlowRun } from './flow-run-input.js';
import { DefaultStorage } from './root.js';
import { FlowQuery, FlowPageQuery } from './run-query.js';
import { OrchestrationResult } from './set-state.js';

/** The routes that Prefect 3 has beside those of both. @source prefect 3.8.8, server/api */
export const ownRoutes = {
  flows: {
    filter: route({
      tag: 'Flows',
      method: 'POST',
      path: '/flows/filter',
      operation: 'read_flows',
      summary: 'Find flows',
      fields: FlowPageQuery,
      answers: { 200: [Flow] },
    }),
    count: route({
      tag: 'Flows',
      method: 'POST',
      path: '/flows/count',
      operation: 'count_flows',
      summary: 'Count flows',
      fields: FlowQuery,
      answers: { 200: { type: 'integer' } },
    }),
  },
  flowRuns: {
    updateLabels: route({
      tag: 'Flow Runs',
      method: 'PATCH',
      path: '/flow_runs/:id/labels',
      operation: 'update_flow_run_labels',
      summary: 'Give a flow run more labels',
      body: FlowRunLabels,
      answers: { 204: null },
      errors: { 404: [ServerFault] },
    }),
    resume: route({
      ...SHARED.flowRuns.resume,
      fields: ResumeFlowRun,
      answers: { 200: OrchestrationResult, 201: OrchestrationResult },
      errors: NOT_FOUND,
    }),
  },
  flowRunInputs: {
    create: route({
      tag: 'Flow Run Inputs',
      method: 'POST',
      path: '/flow_runs/:id/input',
      operation: 'create_flow_run_input',
      summary: 'Send something to a flow run',
      fields: FlowRunInputCreate,
      answers: { 201: { type: 'null' } },
      errors: { ...NOT_FOUND, ...CONFLICT },
    }),
    filter: route({
      tag: 'Flow Run Inputs',
      method: 'POST',
      path: '/flow_runs/:id/input/filter',
      operation: 'filter_flow_run_input',
      summary: 'Find what was sent to a flow run',
      fields: FlowRunInputQuery,
      answers: { 200: [FlowRunInput] },
    }),
    read: route({
      tag: 'Flow Run Inputs',
      method: 'GET',
      path: '/flow_runs/:id/input/:key',
      operation: 'read_flow_run_input',
      summary: 'Read what was sent to a flow run under a key, as plain text',
      texts: ['key'],
      answers: { 200: { type: 'string' } },
      errors: NOT_FOUND,
    }),
    delete: route({
      tag: 'Flow Run Inputs',
      method: 'DELETE',
      path: '/flow_runs/:id/input/:key',
      operation: 'delete_flow_run_input',
      summary: 'Delete what was sent to a flow run under a key',
      texts: ['key'],
      answers: { 204: null },
      errors: NOT_FOUND,
    }),
  },
  events: {
    create: route({
      tag: 'Events',
      method: 'POST',
      path: '/events',
      operation: 'create_events',
      summary: 'Keep what events tell of task runs',
      body: [Event],
      answers: { 204: null },
    }),
  },
  artifacts: {
    create: route({
      tag: 'Artifacts',
      method: 'POST',
      path: '/artifacts/',
      operation: 'create_artifact',
      summary: 'Keep an artifact',
      body: ArtifactCreate,
      answers: { 201: Artifact },
      errors: CONFLICT,
    }),
    read: route({
      tag: 'Artifacts',
      method: 'GET',
      path: '/artifacts/:id',
      operation: 'read_artifact',
      summary: 'Read an artifact',
      answers: { 200: Artifact },
      errors: NOT_FOUND,
    }),
    readLatest: route({
      tag: 'Artifacts',
      method: 'GET',
      path: '/artifacts/:key/latest',
      operation: 'read_latest_artifact',
      summary: 'Read the newest artifact of a key',
      texts: ['key'],
      answers: { 200: Artifact },
      errors: NOT_FOUND,
    }),
    filter: route({
      tag: 'Artifacts',
      method: 'POST',
      path: '/artifacts/filter',
      operation: 'read_artifacts',
      summary: 'Find artifacts',
      fields: ArtifactPageQuery,
      answers: { 200: [Artifact] },
    }),
  },
  concurrency: {
    take: route({
      tag: 'Concurrency Limits',
      method: 'POST',
      path: '/v2/concurrency_limits/increment-with-lease',
      operation: 'bulk_increment_active_slots_with_lease',
      summary: 'Take slots of concurrency limits; there are no limits',
      fields: SlotsWithLease,
      answers: { 200: Lease },
    }),
    giveBack: route({
      tag: 'Concurrency Limits',
      method: 'POST',
      path: '/v2/concurrency_limits/decrement-with-lease',
      operation: 'bulk_decrement_active_slots_with_lease',
      summary: 'Give the slots of a lease back',
      fields: LeaseEnd,
      answers: { 204: null },
    }),
    renew: route({
      tag: 'Concurrency Limits',
      method: 'POST',
      path: '/v2/concurrency_limits/leases/:lease_id/renew',
      operation: 'renew_concurrency_lease',
      summary: 'Hold the slots of a lease for longer',
      fields: LeaseRenewal,
      answers: { 204: null },
    }),
  },
  admin: {
    storage: route({
      tag: 'Admin',
      method: 'GET',
      path: '/admin/storage',
      operation: 'read_server_default_result_storage',
      summary: 'Tell where results are kept that say nothing of it',
      answers: { 200: DefaultStorage },
    }),
  },
  root: {
    hello: route({
      tag: 'Root',
      method: 'GET',
      path: '/hello',
      operation: 'hello',
      summary: 'Say hello',
      answers: { 200: { type: 'string' } },
    }),
  },
} as const;
