/* Rows about writing, copying, making and comparing states that were read before. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { instanceToInstance } from 'class-transformer';

import { currentDateTime, State } from '../../../dist/index.js';
import { contender } from '../measure.mjs';
import { parsePeer, plainPeer } from '../peers/class-transformer.mjs';
import { fastStringify, fastStringifyNative } from '../peers/json-schema.mjs';
import { zodState } from '../peers/zod.mjs';
import { makeSet } from '../sets.mjs';
import { NO_MICROSECONDS, readText } from './work.mjs';

const WRITES_PLAIN = 'writes plain objects, no dates';
const COPIES_PLAIN = 'copies plain objects, no dates';

function statesOf(setName) {
  const { texts, wires } = makeSet(setName);
  const states = wires.map((wire) => State.parse(wire));
  const ours = (act) => contender({ name: 'prefect-states', group: 'ours' }, states, act);
  const onWires = (name, group, work, act) => contender({ name, group, work }, wires, act);
  const stringify = onWires('JSON.stringify', 'JSON.stringify', WRITES_PLAIN, (wire) => JSON.stringify(wire));
  return { texts, wires, states, ours, onWires, stringify };
}

/** Contenders that work on class-transformer's instances; they come last, for they are the slowest. */
function onPeers(wires, name, act, work = NO_MICROSECONDS) {
  const about = { name, group: 'class-transformer', work };
  return contender(about, wires.map(parsePeer), act);
}

/** `state.json()`: the wire text. */
export function json(setName) {
  const { texts, states, wires, ours, onWires, stringify } = statesOf(setName);
  // what is not given is written with its default, so only the complete set comes back letter by letter
  if (setName === 'four' && states.some((state, index) => state.json() !== texts[index])) {
    throw new Error('a state is not written as it was read');
  }
  return {
    contenders: [
      ours((state) => state.json()),
      stringify,
      onWires('fast-json-stringify', 'fast-json-stringify', WRITES_PLAIN, (wire) => fastStringify(wire)),
      onWires('fast-json-stringify, native', 'fast-json-stringify', WRITES_PLAIN, (wire) => fastStringifyNative(wire)),
      onPeers(wires, 'instanceToPlain + JSON.stringify', (state) => JSON.stringify(plainPeer(state))),
    ],
    goals: [
      { group: 'JSON.stringify', most: 0.55 },
      { group: 'fast-json-stringify', most: 0.7 },
    ],
  };
}

/** `state.copy()`: a copy for another row, with a new timestamp. */
export function copy(setName) {
  const { wires, ours, onWires, stringify } = statesOf(setName);
  const twoLevels = (wire) => ({ ...wire, state_details: { ...wire.state_details } });
  return {
    contenders: [
      ours((state) => state.copy()),
      stringify,
      onWires('object spread', 'spread', COPIES_PLAIN, twoLevels),
      onWires('structuredClone', 'structuredClone', COPIES_PLAIN, (wire) => structuredClone(wire)),
      onPeers(wires, 'instanceToInstance', (state) => instanceToInstance(state), `${NO_MICROSECONDS}, wire names`),
    ],
    goals: [{ group: 'JSON.stringify', most: 0.13 }],
  };
}

/** `state.copy({ resetFields: true })`: a copy with a new id and a new timestamp. */
export function copyReset(setName) {
  const { ours, onWires } = statesOf(setName);
  return {
    contenders: [
      ours((state) => readText(state.copy({ resetFields: true }).id)),
      onWires('randomUUID() + currentDateTime()', 'randomUUID() + clock', 'an id and an instant only', () => [
        readText(randomUUID()),
        currentDateTime(),
      ]),
      onWires('randomUUID() + Date.now()', 'Date', 'an id and a number only', () => [
        readText(randomUUID()),
        Date.now(),
      ]),
    ],
    goals: [{ group: 'randomUUID() + clock', most: 1.56 }],
  };
}

/** `State.completed()`: a new state with an id, a timestamp and all defaults. */
export function completed(setName) {
  const { ours, onWires } = statesOf(setName);
  const given = { type: 'COMPLETED' };
  return {
    contenders: [
      ours(() => readText(State.completed().id)),
      onWires('randomUUID()', 'randomUUID()', 'an id only', () => readText(randomUUID())),
      onWires('zod + luxon, defaults', 'zod', NO_MICROSECONDS, () => readText(zodState.parse(given).id)),
    ],
    goals: [{ group: 'randomUUID()', most: 2.5 }],
  };
}

/** `state.ormDict()`: the columns of a row. */
export function ormDict(setName) {
  const { wires, ours, stringify } = statesOf(setName);
  return {
    contenders: [
      ours((state) => state.ormDict()),
      stringify,
      onPeers(wires, 'instanceToPlain', (state) => plainPeer(state)),
    ],
    goals: [{ group: 'JSON.stringify', most: 0.3 }],
  };
}

/** `state.equals(other)`: the other is equal and was read apart, so that every field is compared. */
export function equals(setName) {
  const { texts, states, ours, onWires, stringify } = statesOf(setName);
  // by way of the text, so that defaults which are made anew are the same in both
  const others = states.map((state) => State.parseJson(state.json()));
  const twins = texts.map((text) => JSON.parse(text));
  const asserting = (same) => {
    if (!same) throw new Error('a state is not equal to its twin');
  };
  return {
    contenders: [
      ours((state, index) => asserting(state.equals(others[index]))),
      stringify,
      onWires('isDeepStrictEqual', 'isDeepStrictEqual', 'compares plain objects, no dates', (wire, index) =>
        asserting(isDeepStrictEqual(wire, twins[index])),
      ),
    ],
    goals: [{ group: 'JSON.stringify', most: 0.15 }],
  };
}

/** `state.hashKey()`: the key for a `Map` or a `Set`. */
export function hashKey(setName) {
  const { ours, stringify } = statesOf(setName);
  return {
    contenders: [ours((state) => state.hashKey()), stringify],
    goals: [{ group: 'JSON.stringify', most: 0.15 }],
  };
}
