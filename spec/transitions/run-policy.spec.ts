/* What a policy takes: a real Prefect 2.20.25 server was asked each of these in the body of a new run. */
import { State } from '../../src/index.js';
import { decide, FlowRunPolicy, OrchestrationResult, TaskRunPolicy } from '../../src/transitions/index.js';
import { expectIssues } from '../support/expect.js';
import { taskRun } from '../support/transitions.js';

const NOT_INT = { msg: 'value is not a valid integer', type: 'type_error.integer' };
const NOT_LIST = { msg: 'value is not a valid list', type: 'type_error.list' };
const NOT_SET = { msg: 'value is not a valid set', type: 'type_error.set' };

describe("a task run's retry_delay", () => {
  it.each<[unknown, unknown]>([
    [1.5, 1],
    ['5', 5],
    ['٣', 3],
    [true, 1],
    [-5, -5],
    [
      [1.9, '3', true],
      [1, 3, 1],
    ],
    [[], []],
    [null, null],
    [Array(50).fill(1), Array(50).fill(1)],
  ])('reads %j as %j', (given, kept) => {
    expect(TaskRunPolicy.parse({ retry_delay: given }).toJSON().retry_delay).toEqual(kept);
  });

  it.each<[unknown, object[]]>([
    ['x', [NOT_INT, NOT_LIST]],
    ['1e5', [NOT_INT, NOT_LIST]],
    ['', [NOT_INT, NOT_LIST]],
    [{ a: 1 }, [NOT_INT, NOT_LIST]],
    [
      ['x', 1, 'y'],
      [NOT_INT, { loc: ['retry_delay', 0], ...NOT_INT }, { loc: ['retry_delay', 2], ...NOT_INT }],
    ],
    [[[1]], [NOT_INT, { loc: ['retry_delay', 0], ...NOT_INT }]],
    [[null], [NOT_INT, { loc: ['retry_delay', 0], type: 'type_error.none.not_allowed' }]],
    [Array(51).fill(1), [{ msg: 'Can not configure more than 50 retry delays per task.', type: 'value_error' }]],
  ])('refuses %j', (given, faults) => {
    const issues = faults.map((fault) => ({ loc: ['retry_delay'], ...fault }));
    expectIssues(TaskRunPolicy, { retry_delay: given }, issues);
  });

  it('is told with all that is wrong', () => {
    expectIssues(TaskRunPolicy, { retries: 'y', retry_delay: 'x' }, [
      { loc: ['retries'] },
      { loc: ['retry_delay'], ...NOT_INT },
      { loc: ['retry_delay'], ...NOT_LIST },
    ]);
  });

  it('is the old delay when it is an empty list', () => {
    const policy = TaskRunPolicy.parse({ retry_delay_seconds: 2.5, retry_delay: [] });
    expect(policy.retryDelay).toBe(2);
    expect(TaskRunPolicy.parse({ retry_delay_seconds: 2.5, retry_delay: [1] }).retryDelay).toEqual([1]);
  });

  it('is no longer than there is time', () => {
    const run = taskRun({ runCount: 1, empiricalPolicy: TaskRunPolicy.parse({ retries: 3, retry_delay: 1e30 }) });
    const { status, state } = decide({ run, current: State.running(), proposed: State.failed() });
    expect([status, state?.name]).toEqual(['REJECT', 'AwaitingRetry']);
    expect(state?.toJSON().state_details).toMatchObject({ scheduled_time: '9999-12-31T23:59:59.999999+00:00' });
  });
});

describe("a flow run's retry_delay", () => {
  it.each<[unknown, number]>([
    [1.5, 1],
    ['5', 5],
    [true, 1],
  ])('reads %j as %j', (given, kept) => {
    expect(FlowRunPolicy.parse({ retry_delay: given }).retryDelay).toBe(kept);
  });

  it.each(['x', [1], []])('refuses %j', (given) => {
    expectIssues(FlowRunPolicy, { retry_delay: given }, [{ loc: ['retry_delay'], ...NOT_INT }]);
  });
});

describe('retry_delay_seconds', () => {
  it.each(['nan', 'inf', '-Infinity'])('is no %s, which JSON cannot keep', (given) => {
    const issue = { msg: 'ensure this value is a finite number', type: 'value_error.number.not_finite_number' };
    for (const policy of [FlowRunPolicy, TaskRunPolicy]) {
      expectIssues(policy, { retry_delay_seconds: given }, [{ loc: ['retry_delay_seconds'], ...issue }]);
    }
  });
});

describe('retry_jitter_factor', () => {
  it.each([-1, '-1', -0.001])('is not %j', (given) => {
    const issue = { msg: '`retry_jitter_factor` must be >= 0.', type: 'value_error' };
    expectIssues(TaskRunPolicy, { retry_jitter_factor: given }, [{ loc: ['retry_jitter_factor'], ...issue }]);
  });

  it.each([0, 0.5, true, 'nan', null])('may be %j', (given) => {
    expect(TaskRunPolicy.safeParse({ retry_jitter_factor: given }).success).toBe(true);
  });
});

describe('pause_keys', () => {
  it.each<[unknown, unknown]>([
    [
      ['b', 'a', 'b'],
      ['b', 'a'],
    ],
    [
      [1, true, '1'],
      [1, '1'],
    ],
    [
      [0, false, '0'],
      [0, '0'],
    ],
    [
      [null, null, 'x'],
      [null, 'x'],
    ],
    [new Set(['a']), ['a']],
    [null, null],
  ])('are a set: %p is kept as %j', (given, kept) => {
    expect(FlowRunPolicy.parse({ pause_keys: given }).toJSON().pause_keys).toEqual(kept);
  });

  it.each<[unknown, object]>([
    ['abc', NOT_SET],
    [5, NOT_SET],
    [{ a: 1 }, NOT_SET],
    [[1, [2]], { msg: "unhashable type: 'list'", type: 'type_error' }],
    [[{ a: 1 }, []], { msg: "unhashable type: 'dict'", type: 'type_error' }],
  ])('refuse %j', (given, fault) => {
    expectIssues(FlowRunPolicy, { pause_keys: given }, [{ loc: ['pause_keys'], ...fault }]);
  });
});

describe('retry_type', () => {
  it.each(['x', 5, ['a'], 'IN_PROCESS'])('is not %j', (given) => {
    const permitted = ['in_process', 'reschedule'];
    const msg = "unexpected value; permitted: 'in_process', 'reschedule'";
    const issue = { loc: ['retry_type'], msg, type: 'value_error.const', ctx: { given, permitted } };
    expectIssues(FlowRunPolicy, { retry_type: given }, [issue]);
  });
});

describe('the details of an OrchestrationResult', () => {
  const read = (details: unknown): unknown =>
    OrchestrationResult.parse({ state: null, status: 'ACCEPT', details }).details;

  it.each([
    [{}, 'StateAcceptDetails'],
    [{ type: 'wait_details', delay_seconds: 5, reason: null }, 'StateWaitDetails'],
    [{ type: 'reject_details', reason: 'no' }, 'StateRejectDetails'],
    [{ type: 'abort_details', reason: null }, 'StateAbortDetails'],
  ])('read %j as %s', (wire, name) => {
    const details = read(wire) as { constructor: { name: string }; toJSON(): object };
    expect(details.constructor.name).toBe(name);
    expect(details.toJSON()).toMatchObject(wire);
  });

  it('say of each sort why they are none of it', () => {
    expectIssues(OrchestrationResult, { status: 'WAIT', details: { type: 'wait_details' } }, [
      { loc: ['details', 'type'], msg: "unexpected value; permitted: 'accept_details'", type: 'value_error.const' },
      { loc: ['details', 'delay_seconds'], type: 'value_error.missing' },
      { loc: ['details', 'type'], msg: "unexpected value; permitted: 'reject_details'" },
      { loc: ['details', 'type'], msg: "unexpected value; permitted: 'abort_details'" },
    ]);
    expectIssues(OrchestrationResult, { status: 'WAIT', details: 5 }, Array(4).fill({ type: 'type_error.dict' }));
  });
});
