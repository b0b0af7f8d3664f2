/* Rules that answer what makes no sense: the rule is named, and nothing of it is ever written. */
import { State, StateType } from '../../src/index.js';
import {
  ANY_STATE,
  decide,
  type Decision,
  type FlowRule,
  RuleError,
  type Setting,
} from '../../src/transitions/index.js';
import { thrownBy } from '../support/expect.js';
import { flowRun } from '../support/transitions.js';

function rule(hooks: Partial<FlowRule>): FlowRule {
  return { name: 'Odd', summary: 'Answers nonsense', from: ANY_STATE, to: ANY_STATE, ...hooks };
}

function move(policy: readonly FlowRule[]): Decision {
  return decide({ run: flowRun(), current: State.pending(), proposed: State.running(), policy });
}

describe('decide(), when a rule answers nonsense', () => {
  it.each<[string, (transition: Setting) => void]>([
    [
      'rejects for what is no state',
      (transition) => {
        transition.reject({ type: 'FAILED' } as State, 'no');
      },
    ],
    [
      'rejects for a text',
      (transition) => {
        transition.reject('FAILED' as unknown as State, 'no');
      },
    ],
    [
      'waits for no number',
      (transition) => {
        transition.wait('soon' as unknown as number, 'no');
      },
    ],
    [
      'waits for ever',
      (transition) => {
        transition.wait(Infinity, 'no');
      },
    ],
    ['writes an unknown type into the state', ({ proposed }) => (proposed.type = 'NOPE' as StateType)],
    ['takes the name away', ({ proposed }) => (proposed.name = null as unknown as string)],
    ['writes a number for a text', ({ proposed }) => (proposed.message = 5 as unknown as string)],
    ['writes a Date', ({ proposed }) => (proposed.timestamp = new Date() as never)],
    ['writes a Date into the details', ({ proposed }) => (proposed.stateDetails.scheduledTime = new Date() as never)],
    ['takes the details away', ({ proposed }) => (proposed.stateDetails = null as never)],
  ])('names the one that %s', (_what, before) => {
    const policy = [rule({ name: 'Even' }), rule({ before }), rule({ name: 'Late' })];
    expect(thrownBy(() => move(policy))).toMatchObject({ name: 'RuleError', rule: 'Odd' });
    const after: FlowRule['after'] = (transition) => {
      before(transition as Setting);
    };
    expect(thrownBy(() => move([rule({ after })]))).toMatchObject({ name: 'RuleError', rule: 'Odd' });
  });

  it.each<[string, Partial<FlowRule>]>([
    ['before', { before: () => Promise.resolve() }],
    ['before, and then throws', { before: () => Promise.reject(new Error('s3cr3t')) }],
    ['after', { after: () => Promise.reject(new Error('s3cr3t')) as unknown as undefined }],
    ['before, by what is no Promise', { before: () => ({ then: () => undefined }) }],
  ])('names the one that gives a promise, whom nobody waits for: %s', async (_where, hooks) => {
    const error = thrownBy(() => move([rule(hooks)]));
    expect(error).toBeInstanceOf(RuleError);
    expect(error).toMatchObject({
      rule: 'Odd',
      message: 'the rule Odd has thrown',
      cause: { message: 'a rule must be done when it returns, and this one gives a promise' },
    });
    // a promise that nobody takes would end the process now
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('lets a rule write into the fields of the state what belongs there', () => {
    const { state, status } = move([
      rule({
        before({ proposed, now }) {
          proposed.name = 'Away';
          proposed.type = StateType.SCHEDULED;
          proposed.stateDetails.cacheExpiration = now;
          proposed.data = { any: ['thing', null] };
        },
      }),
    ]);
    expect({ state, status }).toMatchObject({ state: { type: 'SCHEDULED', name: 'Away' }, status: 'ACCEPT' });
  });

  it('takes a state of a class of its own', () => {
    class Named extends State {}
    const { state } = move([
      rule({
        before(transition) {
          transition.reject(Named.failed({ message: 'm' }), 'no');
        },
      }),
    ]);
    expect(state).toBeInstanceOf(Named);
  });
});
