/* `decide` changes nothing that it is given, and says the same of the same. */
import { inspect } from 'node:util';

import { randomTransitions } from '../support/random-transitions.js';
import { randomTransitions3 } from '../support/random-transitions-3.js';
import { answerTo, PREFECT_2, PREFECT_3, proposalOf } from '../support/reference-answer.js';
import { Field, State } from '../../src/index.js';
import { ANY_STATE, decide, type FlowRule } from '../../src/transitions/index.js';
import { flowRun } from '../support/transitions.js';

/** All that can be seen of a value. */
function seen(value: unknown): string {
  return inspect(value, { depth: null, showHidden: false });
}

describe.each([
  ['Prefect 2', PREFECT_2, randomTransitions],
  ['Prefect 3', PREFECT_3, randomTransitions3],
] as const)('decide() by the rules of %s', (_name, version, make) => {
  const cases = make(3, 400);

  it('leaves the run, both states and the facts as they are', () => {
    for (const given of cases) {
      const proposal = proposalOf(given, version);
      const json = (): string => JSON.stringify([proposal, proposal.run.empiricalPolicy]);
      const before = json();
      const shown = seen(proposal.facts);
      try {
        decide(proposal);
      } catch {
        // a rule may throw, and must change nothing either
      }
      expect(json()).toBe(before);
      expect(seen(proposal.facts)).toBe(shown);
    }
  });

  it('says the same of the same, whenever it is asked', () => {
    for (const given of cases) expect(answerTo(given, version)).toEqual(answerTo(given, version));
  });

  it('reads frozen columns', () => {
    for (const given of cases.slice(0, 50)) {
      const proposal = proposalOf(given, version);
      Object.freeze(proposal.run);
      try {
        decide(proposal);
      } catch (error) {
        expect((error as Error).name).toBe('RuleError');
      }
    }
  });
});

describe('what a proposed state holds by reference', () => {
  class Noted extends State {
    @Field.json({ default: null }) declare note: { text: string } | null;
  }

  const rule = (before: FlowRule['before']): FlowRule => ({
    name: 'Own',
    summary: 'A rule of this spec',
    from: ANY_STATE,
    to: ANY_STATE,
    before,
  });

  it('is not copied where only the rules of the reference are asked', () => {
    const proposed = State.completed({ data: { rows: [1, 2] } });
    for (const policy of [undefined, []]) {
      expect(decide({ run: flowRun(), current: null, proposed, policy }).state!.data).toBe(proposed.data);
    }
  });

  it('is out of the reach of other rules', () => {
    const proposed = State.completed({ data: { rows: [1, 2] } });
    const policy = [rule(({ proposed: { data } }) => (data as { rows: number[] }).rows.push(3))];
    expect(decide({ run: flowRun(), current: null, proposed, policy }).state!.data).toEqual({ rows: [1, 2, 3] });
    expect(proposed.data).toEqual({ rows: [1, 2] });
  });

  it('is out of their reach in a field of a class of its own too', () => {
    const proposed = Noted.parse({ type: 'COMPLETED', note: { text: 'as given' } });
    const policy = [rule((transition) => ((transition.proposed as Noted).note!.text = 'as written'))];
    const { state } = decide({ run: flowRun(), current: null, proposed, policy });
    expect((state as Noted).note).toEqual({ text: 'as written' });
    expect(proposed.note).toEqual({ text: 'as given' });
  });
});
