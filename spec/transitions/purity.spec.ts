/* `decide` changes nothing that it is given, and says the same of the same. */
import { inspect } from 'node:util';

import { randomTransitions } from '../support/random-transitions.js';
import { answerTo, proposalOf } from '../support/reference-answer.js';
import { decide } from '../../src/transitions/index.js';

/** All that can be seen of a value. */
function seen(value: unknown): string {
  return inspect(value, { depth: null, showHidden: false });
}

describe('decide()', () => {
  const cases = randomTransitions(3, 400);

  it('leaves the run, both states and the facts as they are', () => {
    for (const given of cases) {
      const proposal = proposalOf(given);
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
    for (const given of cases) expect(answerTo(given)).toEqual(answerTo(given));
  });

  it('reads frozen columns', () => {
    for (const given of cases.slice(0, 50)) {
      const proposal = proposalOf(given);
      Object.freeze(proposal.run);
      try {
        decide(proposal);
      } catch (error) {
        expect((error as Error).name).toBe('RuleError');
      }
    }
  });
});
