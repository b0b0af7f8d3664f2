/* Rows that are measured on several versions of Node: an operation on a state, or the engine's own, each by itself. */
import { randomUUID } from 'node:crypto';
import { TextEncoder } from 'node:util';

import { State } from '../../../dist/index.js';
import { contender } from '../measure.mjs';
import { makeSet } from '../sets.mjs';
import { readText } from './work.mjs';

const { texts, wires } = makeSet('four');
const bytes = texts.map((text) => new TextEncoder().encode(text));
const states = wires.map((wire) => State.parse(wire));
const others = wires.map((wire) => State.parse(wire));

const ROWS = {
  'JSON.parse': [texts, (text) => JSON.parse(text)],
  'JSON.stringify': [wires, (wire) => JSON.stringify(wire)],
  randomUUID: [wires, () => readText(randomUUID())],
  parse: [wires, (wire) => State.parse(wire)],
  parseJson: [texts, (text) => State.parseJson(text)],
  'parseJson of bytes': [bytes, (each) => State.parseJson(each)],
  json: [states, (state) => state.json()],
  'json, text read': [states, (state) => readText(state.json())],
  copy: [states, (state) => state.copy()],
  copyReset: [states, (state) => readText(state.copy({ resetFields: true }).id)],
  completed: [states, () => readText(State.completed().id)],
  ormDict: [states, (state) => state.ormDict()],
  equals: [states, (state, index) => state.equals(others[index])],
  hashKey: [states, (state) => state.hashKey()],
};

/** Their names, in the order of the table. */
export const NAMES = Object.keys(ROWS);

/** One of them; by its name, where a row else has a set. */
export function operation(name) {
  const [items, act] = ROWS[name];
  return { contenders: [contender({ name, group: 'ours' }, items, act)], goals: [] };
}
