/* The row about processes in which code must not be generated; without the peers that cannot even be loaded there. */
import { isCompiled, State } from '../../../dist/index.js';
import { contender } from '../measure.mjs';
import { parsePeer } from '../peers/class-transformer.mjs';
import { valibotParse } from '../peers/valibot.mjs';
import { zodState } from '../peers/zod.mjs';
import { makeSet } from '../sets.mjs';
import { NO_MICROSECONDS } from './work.mjs';

/** `State.parse` by the plain walk. */
export function parse(setName) {
  if (isCompiled(State)) throw new Error('this row needs node --disallow-code-generation-from-strings');
  const { wires } = makeSet(setName);
  const reader = (name, group, act) => contender({ name, group, work: NO_MICROSECONDS }, wires, act);
  return {
    contenders: [
      contender({ name: 'prefect-states', group: 'ours' }, wires, (wire) => State.parse(wire)),
      reader('valibot + luxon', 'valibot', valibotParse),
      reader('zod + luxon', 'zod', (wire) => zodState.parse(wire)),
      reader('plainToInstance + validateSync + luxon', 'class-transformer', parsePeer),
    ],
    goals: [{ group: 'zod', most: 1 }],
  };
}
