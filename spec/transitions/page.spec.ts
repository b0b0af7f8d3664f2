/* What `docs/transition-rules.md` shows of the rules is what the rules say. `UPDATE_DOCS=1` writes it; prettier then lays it out. */
import { StateType } from '../../src/index.js';
import { ANY_STATE } from '../../src/transitions/index.js';
import { itShows } from '../support/generated.js';
import { generatedParts, isAllowed, refusals } from '../support/transitions-page.js';

describe('docs/transition-rules.md', () => {
  itShows('transition-rules.md', generatedParts());

  it('says of task runs what is so: any move from what is no end', () => {
    const ends: readonly unknown[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'];
    for (const from of ANY_STATE.filter((type) => !ends.includes(type))) {
      for (const to of Object.values(StateType))
        expect([from, to, isAllowed('task', from, to, 2)]).toEqual([from, to, true]);
    }
  });

  it('says of task runs what is so by Prefect 3 too', () => {
    expect(refusals(3)).toBe(refusals(2));
  });
});
