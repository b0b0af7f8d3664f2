/* Rows about the second wire: the same states, as Prefect 3 writes them. */
import { State } from '../../../dist/v3/index.js';
import * as first from '../../../dist/index.js';
import { contender } from '../measure.mjs';
import { makeSet } from '../sets.mjs';

/** A set as a server of Prefect 3 answers it: every key, UTC as `Z`. */
export function makeSetV3(name) {
  const texts = makeSet(name).wires.map((wire) => State.parse(wire).json());
  return { texts, wires: texts.map((text) => JSON.parse(text)) };
}

const OURS = { name: 'prefect-states/v3', group: 'ours' };
const FIRST = { name: 'prefect-states', group: 'the first wire', work: 'three details fewer' };

/** `State.parse`, of either wire. */
export function parse(setName) {
  const { texts, wires } = makeSetV3(setName);
  return {
    contenders: [
      contender(OURS, wires, (wire) => State.parse(wire)),
      contender({ name: 'JSON.parse', group: 'JSON.parse', work: 'checks nothing, no dates' }, texts, (text) =>
        JSON.parse(text),
      ),
      contender(FIRST, wires, (wire) => first.State.parse(wire)),
    ],
    goals: setName === 'four' ? [{ group: 'JSON.parse', most: 0.35 }] : [],
  };
}

/** `State.parseJson`. */
export function parseJson(setName) {
  const { texts } = makeSetV3(setName);
  return {
    contenders: [
      contender(OURS, texts, (text) => State.parseJson(text)),
      contender({ name: 'JSON.parse', group: 'JSON.parse', work: 'checks nothing, no dates' }, texts, (text) =>
        JSON.parse(text),
      ),
    ],
    goals: [],
  };
}

/** `state.json()`, of either wire. */
export function json(setName) {
  const { texts, wires } = makeSetV3(setName);
  const states = wires.map((wire) => State.parse(wire));
  if (states.some((state, index) => state.json() !== texts[index])) {
    throw new Error('a state is not written as it was read');
  }
  return {
    contenders: [
      contender(OURS, states, (state) => state.json()),
      contender(
        { name: 'JSON.stringify', group: 'JSON.stringify', work: 'writes plain objects, no dates' },
        wires,
        (wire) => JSON.stringify(wire),
      ),
      contender(
        FIRST,
        texts.map((text) => first.State.parseJson(text)),
        (state) => state.json(),
      ),
    ],
    goals: setName === 'four' ? [{ group: 'JSON.stringify', most: 0.55 }] : [],
  };
}
