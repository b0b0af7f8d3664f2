/* The order of keys, where a class shares its fields with others. */
import { FlowRun, FlowRunCreate, type RouteModel, TaskRun, TaskRunCreate } from '../../src/api/index.js';

describe('the keys of a run', () => {
  // as pydantic lists the fields of 2.20.25
  it.each<[RouteModel, string]>([
    [
      FlowRun,
      'id created updated name flow_id state_id deployment_id deployment_version work_queue_id work_queue_name ' +
        'flow_version parameters idempotency_key context empirical_policy tags parent_task_run_id state_type state_name ' +
        'run_count expected_start_time next_scheduled_start_time start_time end_time total_run_time estimated_run_time ' +
        'estimated_start_time_delta auto_scheduled infrastructure_document_id infrastructure_pid created_by ' +
        'work_pool_id work_pool_name state job_variables',
    ],
    [
      TaskRun,
      'id created updated name flow_run_id task_key dynamic_key cache_key cache_expiration task_version ' +
        'empirical_policy tags state_id task_inputs state_type state_name run_count flow_run_run_count ' +
        'expected_start_time next_scheduled_start_time start_time end_time total_run_time estimated_run_time ' +
        'estimated_start_time_delta state',
    ],
    [
      FlowRunCreate,
      'state name flow_id flow_version parameters context parent_task_run_id infrastructure_document_id ' +
        'empirical_policy tags idempotency_key deployment_id',
    ],
    [
      TaskRunCreate,
      'id state name flow_run_id task_key dynamic_key cache_key cache_expiration task_version empirical_policy tags ' +
        'task_inputs',
    ],
  ])('stand in the order of the reference: %p', (model, keys) => {
    expect(Object.keys(model.jsonSchema({ io: 'output' }).properties!).join(' ')).toBe(keys);
  });
});
