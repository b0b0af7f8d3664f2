/* Rows about reading: wire objects, JSON text, and what has to be refused. */
import { State } from '../../../dist/index.js';
import { contender } from '../measure.mjs';
import { arktypeState } from '../peers/arktype.mjs';
import { parsePeer, readPeer } from '../peers/class-transformer.mjs';
import { ajvCheck, ajvCheckAll } from '../peers/json-schema.mjs';
import { typeboxState } from '../peers/typebox.mjs';
import { valibotParse, valibotSafeParse } from '../peers/valibot.mjs';
import { zodCompiledState, zodState } from '../peers/zod.mjs';
import { makeSet, spoil } from '../sets.mjs';
import { CHECKS_ONLY, NO_MICROSECONDS } from './work.mjs';

const OURS = { name: 'prefect-states', group: 'ours' };
const JSON_PARSE = { name: 'JSON.parse', group: 'JSON.parse', work: 'checks nothing, no dates' };

const asserting = (check) => (wire) => {
  if (!check(wire)) throw new Error('a checker refused a good state');
};

/** `State.parse`: a wire object becomes a state, every field checked. */
export function parse(setName) {
  const { texts, wires } = makeSet(setName);
  const checker = (name, check) => contender({ name, group: 'checkers', work: CHECKS_ONLY }, wires, asserting(check));
  const reader = (name, group, act) => contender({ name, group, work: NO_MICROSECONDS }, wires, act);
  return {
    contenders: [
      contender(OURS, wires, (wire) => State.parse(wire)),
      contender(JSON_PARSE, texts, (text) => JSON.parse(text)),
      checker('ajv', ajvCheck),
      checker('TypeBox', (wire) => typeboxState.Check(wire)),
      checker('arktype', (wire) => arktypeState.allows(wire)),
      reader('valibot + luxon', 'valibot', valibotParse),
      reader('zod + luxon', 'zod', (wire) => zodState.parse(wire)),
      reader('zod compiled + luxon', 'zod', (wire) => zodCompiledState.parse(wire)),
      reader('plainToInstance + validateSync + luxon', 'class-transformer', parsePeer),
    ],
    goals: [
      { group: 'JSON.parse', most: { four: 0.3, mixed: 0.45, real: 0.35 }[setName] },
      ...(setName === 'four' ? [{ group: 'checkers', most: 1 }] : []),
      { group: 'class-transformer', least: 80 },
      { group: 'zod', least: 18 },
    ],
  };
}

/** `State.parseJson`: JSON text becomes a state. */
export function parseJson(setName) {
  const { texts } = makeSet(setName);
  const reader = (name, group, work, act) => contender({ name, group, work }, texts, (text) => act(JSON.parse(text)));
  return {
    contenders: [
      contender(OURS, texts, (text) => State.parseJson(text)),
      contender(JSON_PARSE, texts, (text) => JSON.parse(text)),
      reader('JSON.parse + ajv', 'checkers', CHECKS_ONLY, asserting(ajvCheck)),
      reader('JSON.parse + zod + luxon', 'zod', NO_MICROSECONDS, (wire) => zodState.parse(wire)),
      reader('JSON.parse + class-transformer', 'class-transformer', NO_MICROSECONDS, parsePeer),
    ],
    goals: [{ group: 'JSON.parse', most: setName === 'real' ? 1.65 : 1.5 }],
  };
}

/** `State.safeParse` of states with one or two faults: every issue with its place. */
export function refuse(setName) {
  const { texts, wires } = spoil(makeSet(setName));
  const refuser = (name, group, work, issues) =>
    contender({ name, group, work }, wires, (wire) => {
      const found = issues(wire);
      if (!(found?.length > 0)) throw new Error(`${name} took a bad state`);
      return found;
    });
  return {
    contenders: [
      refuser(OURS.name, OURS.group, 'same', (wire) => State.safeParse(wire).error?.issues),
      contender(JSON_PARSE, texts, (text) => JSON.parse(text)),
      refuser('ajv, all errors', 'checkers', 'same', (wire) => ajvCheckAll(wire) || ajvCheckAll.errors),
      refuser('TypeBox', 'checkers', 'same', (wire) => typeboxState.Errors(wire)),
      refuser('arktype', 'checkers', 'same', (wire) => [...arktypeState(wire)]),
      refuser('valibot', 'valibot', 'same', (wire) => valibotSafeParse(wire).issues),
      refuser('zod', 'zod', 'same', (wire) => zodState.safeParse(wire).error?.issues),
      refuser('zod compiled', 'zod', 'same', (wire) => zodCompiledState.safeParse(wire).error?.issues),
      refuser('plainToInstance + validateSync', 'class-transformer', 'same', (wire) => readPeer(wire).errors),
    ],
    goals: [
      { group: 'JSON.parse', most: 15 },
      { group: 'zod', most: 1 },
    ],
  };
}
