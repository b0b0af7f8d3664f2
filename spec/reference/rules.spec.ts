/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_rules.py and test_policies.py. */
import { StateType } from '../../src/index.js';
import {
  ANY_STATE,
  OrchestrationError,
  OrchestrationResult,
  type OrchestrationRule,
  RuleError,
  StateAbortDetails,
  StateRejectDetails,
  type StateTypeOrNone,
  StateWaitDetails,
} from '../../src/transitions/index.js';
import { thrownBy } from '../support/expect.js';
import { move } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_rules.py';
const TYPES = Object.values(StateType);
const KINDS = ['task', 'flow'] as const;
const FROM_ANY = ANY_STATE.flatMap((from) => TYPES.map((to) => [from, to] as const));
const FROM_SOME = TYPES.flatMap((from) => TYPES.map((to) => [from, to] as const));

/** A rule that writes down when it is called. */
function spy(name: string, seen: string[], own: Partial<OrchestrationRule> = {}): OrchestrationRule {
  return {
    name,
    summary: 'Writes down when it is called',
    from: ANY_STATE,
    to: ANY_STATE,
    ...own,
    before(transition) {
      seen.push(`${name} before`);
      own.before?.(transition);
    },
    after(transition, memory) {
      seen.push(`${name} after`);
      own.after?.(transition, memory);
    },
    undo() {
      seen.push(`${name} undo`);
    },
  };
}

/** A type that is neither of the two. */
function another(from: StateTypeOrNone, to: StateType): StateType {
  return TYPES.find((type) => type !== from && type !== to)!;
}

function mutating(seen: string[]): OrchestrationRule {
  return spy('Mutating', seen, {
    before(transition) {
      const { initial, proposed } = transition;
      const type = another(initial?.type ?? null, proposed.type);
      transition.reject(proposed.copy({ update: { type } }), 'for testing, of course');
    },
  });
}

function rejecting(seen: string[]): OrchestrationRule {
  return spy('Null', seen, {
    before(transition) {
      transition.reject(null, 'its okay');
    },
  });
}

describe(`${FILE}::TestOrchestrationResult`, () => {
  it.each([
    ['wait', StateWaitDetails, new StateWaitDetails({ delaySeconds: 20, reason: 'No!' })],
    ['reject', StateRejectDetails, new StateRejectDetails({ reason: "I don't want to change!" })],
    ['abort', StateAbortDetails, new StateAbortDetails({ reason: "I don't need to change!" })],
  ])('::test_details_are_not_improperly_coerced[%s]', (_id, cls, details) => {
    const result = OrchestrationResult.parse({ status: 'ACCEPT', details: details.toJSON() });
    expect(result.details).toBeInstanceOf(cls);
  });
});

describe(`${FILE}::TestBaseOrchestrationRule`, () => {
  const running = { kind: 'task', from: 'PENDING', to: 'RUNNING' } as const;

  it('::test_valid_rules_fire_before_and_after_transitions', () => {
    const seen: string[] = [];
    move({ ...running, rules: [spy('Minimal', seen)] });
    expect(seen).toEqual(['Minimal before', 'Minimal after']);
  });

  it.each([{ from: [], to: [] }, { from: ['SCHEDULED'] }, { to: ['COMPLETED'] }] as Partial<OrchestrationRule>[])(
    '::test_invalid_rules_are_noops[%j]',
    (own) => {
      const seen: string[] = [];
      move({ ...running, rules: [spy('Minimal', seen, own)] });
      expect(seen).toEqual([]);
    },
  );

  it('::test_fizzled_rules_fire_before_hooks_then_cleanup', () => {
    const seen: string[] = [];
    move({ ...running, rules: [spy('Fizzling', seen), mutating([])] });
    expect(seen).toEqual(['Fizzling before', 'Fizzling undo']);
  });

  it('::test_rules_that_reject_state_do_not_fizzle_themselves', () => {
    const seen: string[] = [];
    move({ ...running, rules: [mutating(seen)] });
    expect(seen).toEqual(['Mutating before', 'Mutating after']);
  });

  it.each([
    ['test_rules_that_wait_do_not_fizzle_themselves', 'wait'],
    ['test_rules_that_abort_do_not_fizzle_themselves', 'abort'],
  ])('::%s', (_title, way) => {
    const seen: string[] = [];
    const rule = spy('Stopping', seen, {
      before(transition) {
        if (way === 'wait') transition.wait(42, 'for testing, of course');
        else transition.abort('for testing, of course');
      },
    });
    expect(move({ ...running, rules: [rule] })).toMatchObject({ isNew: false, state: { type: 'PENDING' } });
    expect(seen).toEqual(['Stopping before', 'Stopping after']);
  });

  it.each(FROM_ANY)('::test_rules_that_raise_exceptions_during_before_transition[%s => %s]', (from, to) => {
    const seen: string[] = [];
    const raising = spy('Raising', seen, {
      before() {
        throw new Error('Test!');
      },
    });
    // nothing is written, so that there is nothing to clean up
    const error = thrownBy(() => move({ kind: 'task', from, to, rules: [spy('Outer', seen), raising] }));
    expect(error).toBeInstanceOf(RuleError);
    expect(error).toMatchObject({ rule: 'Raising', cause: { message: 'Test!' } });
    expect(seen).toEqual(['Outer before', 'Raising before']);
  });

  it.each(ANY_STATE)('::test_rules_enforce_initial_state_validity[%s]', (from) => {
    const seen: string[] = [];
    move({ kind: 'task', from, to: 'RUNNING', rules: [spy('R', seen, { from: ANY_STATE.filter((t) => t !== from) })] });
    expect(seen).toEqual([]);
  });

  it.each(TYPES)('::test_rules_enforce_proposed_state_validity[%s]', (to) => {
    const seen: string[] = [];
    move({ kind: 'task', from: null, to, rules: [spy('R', seen, { to: ANY_STATE.filter((t) => t !== to) })] });
    expect(seen).toEqual([]);
  });

  it.each(FROM_ANY)('::test_nested_valid_rules_fire_hooks[%s => %s]', (from, to) => {
    const seen: string[] = [];
    move({ kind: 'task', from, to, rules: [spy('First', seen), spy('Second', seen)] });
    expect(seen).toEqual(['First before', 'Second before', 'Second after', 'First after']);
  });

  it.each(FROM_ANY)('::test_complex_nested_rules_interact_sensibly[%s => %s]', (from, to) => {
    const seen: string[] = [];
    move({ kind: 'task', from, to, rules: [spy('First', seen), mutating(seen), spy('Invalid', seen)] });
    expect(seen).toEqual(['First before', 'Mutating before', 'Mutating after', 'First undo']);
  });
});

describe(`${FILE}::TestBaseUniversalTransform`, () => {
  it.each(FROM_ANY)('::test_universal_transforms_always_fire_on_all_transitions[%s => %s]', (from, to) => {
    const seen: string[] = [];
    move({ kind: 'task', from, to, rules: [mutating([]), spy('Universal', seen, { always: true })] });
    expect(seen).toEqual(['Universal before', 'Universal after']);
  });
});

describe.each(KINDS)(`${FILE}::TestOrchestrationContext[%s]`, (kind) => {
  const running = { kind, from: 'PENDING', to: 'RUNNING' } as const;

  it('::test_context_will_mutate_if_asked_politely', () => {
    const { state } = move({ ...running, rules: [mutating([])] });
    expect(state!.type).toBe(another('PENDING', 'RUNNING'));
  });

  it.each([
    ['test_context_will_not_mutate_if_asked_too_late', 'reject'],
    ['test_rules_cant_try_to_wait_after_validation', 'wait'],
    ['test_rules_cant_abort_after_validation', 'abort'],
  ])('::%s', (_title, way) => {
    const tardy = spy('Tardy', [], {
      after(transition) {
        if (way === 'reject') transition.reject(transition.proposed, 'heroes should not be late');
        else if (way === 'wait') transition.wait(42, 'heroes should not be late');
        else transition.abort('stop the transition if possible');
      },
    });
    const error = thrownBy(() => move({ ...running, rules: [tardy] })) as RuleError;
    expect(error.cause).toBeInstanceOf(OrchestrationError);
    expect(error.cause).toMatchObject({ message: 'The transition is already validated' });
  });

  it.each([42, 424_242])('::test_context_will_propose_no_state_if_asked_to_wait[%i]', (delaySeconds) => {
    const waiting = spy('Waiting', [], {
      before(transition) {
        transition.wait(delaySeconds, 'heroes should not be late');
      },
    });
    expect(move({ ...running, rules: [waiting] })).toMatchObject({
      isNew: false,
      status: 'WAIT',
      details: { delaySeconds },
    });
  });

  it('::test_context_will_propose_no_state_if_aborted', () => {
    const aborting = spy('Aborting', [], {
      before(transition) {
        transition.abort('stop the transition if possible');
      },
    });
    expect(move({ ...running, rules: [aborting] })).toMatchObject({
      isNew: false,
      status: 'ABORT',
      state: { type: 'PENDING' },
    });
  });

  it.each(FROM_ANY)('::test_contexts_validate_proposed_states[%s => %s]', (from, to) => {
    expect(move({ kind, from, to, rules: [] })).toMatchObject({ isNew: true, state: { type: to } });
  });

  it('::test_context_validation_sets_run_state', () => {
    const { run, state } = move({ ...running, rules: [] });
    expect(run).toMatchObject({ stateType: state!.type, stateName: state!.name, stateTimestamp: state!.timestamp });
  });
});

describe.each(KINDS)(`${FILE}::TestNullRejection[%s]`, (kind) => {
  it.each(FROM_SOME)('::test_null_rejects_fizzle_all_prior_rules[%s => %s]', (from, to) => {
    const seen: string[] = [];
    const { status } = move({ kind, from, to, rules: [spy('Minimal', seen), rejecting(seen)] });
    expect(status).toBe('REJECT');
    expect(seen).toEqual(['Minimal before', 'Null before', 'Null after', 'Minimal undo']);
  });

  it.each(FROM_SOME)('::test_null_rejects_abort_all_subsequent_rules[%s => %s]', (from, to) => {
    const seen: string[] = [];
    const { status } = move({ kind, from, to, rules: [rejecting(seen), spy('Minimal', seen)] });
    expect(status).toBe('REJECT');
    expect(seen).toEqual(['Null before', 'Null after']);
  });

  it.each(TYPES)('::test_cannot_null_reject_runs_with_no_state[%s]', (to) => {
    const error = thrownBy(() => move({ kind, from: null, to, rules: [rejecting([])] })) as RuleError;
    expect(error.cause).toBeInstanceOf(OrchestrationError);
  });

  it('::test_context_will_not_write_new_state_with_null_reject', () => {
    const { isNew, state, status } = move({ kind, from: 'PENDING', to: 'RUNNING', rules: [rejecting([])] });
    expect({ isNew, status, type: state!.type }).toEqual({ isNew: false, status: 'REJECT', type: 'PENDING' });
  });

  it('::test_rules_that_reject_state_with_null_do_not_fizzle_themselves', () => {
    const seen: string[] = [];
    move({ kind, from: 'PENDING', to: 'RUNNING', rules: [rejecting(seen)] });
    expect(seen).toEqual(['Null before', 'Null after']);
  });
});

describe('tests/server/orchestration/test_policies.py::TestPoliciesRespectOrdering', () => {
  it('::test_policies_return_rules_in_priority_order', () => {
    const order = (...names: string[]): string[] => {
      const seen: string[] = [];
      move({ from: 'RUNNING', to: 'COMPLETED', rules: names.map((name) => spy(name, seen)) });
      return seen.slice(0, names.length);
    };
    expect(order('First', 'Second')).toEqual(['First before', 'Second before']);
    expect(order('Second', 'First')).toEqual(['Second before', 'First before']);
  });

  it('::test_policies_only_return_relevant_rules', () => {
    const seen: string[] = [];
    const none = { from: [], to: [] };
    const rules = [spy('Useless', seen, none), spy('Unenforcable', seen, none), spy('Valid', seen)];
    move({ from: 'PENDING', to: 'RUNNING', rules });
    expect(seen).toEqual(['Valid before', 'Valid after']);
  });
});
