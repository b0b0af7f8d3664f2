import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { State } from '../../src/index.js';
import * as v3 from '../../src/v3/index.js';
import { recordedStates } from '../support/fixtures.js';

describe('the states that a Prefect 2.20.25 server answered', () => {
  const states = recordedStates('2.20.25');

  it('are 91', () => {
    expect(states).toHaveLength(91);
  });

  it('go through parseJson and json() byte for byte', () => {
    for (const state of states) {
      const text = JSON.stringify(state);
      expect(State.parseJson(text).json()).toBe(text);
    }
  });

  it('go through plainToInstance and instanceToPlain, and are equal to what parse gives', () => {
    for (const wire of states) {
      const state = plainToInstance(State, wire);
      expect(validateSync(state)).toEqual([]);
      expect(state.equals(State.parse(wire))).toBe(true);
      expect(instanceToPlain(state)).toEqual(wire);
    }
  });
});

describe('the states that a Prefect 3.8.8 server answered', () => {
  const states = recordedStates('3.8.8');

  it('are 35, and parse', () => {
    expect(states).toHaveLength(35);
    for (const wire of states) {
      const state = State.parse(wire);
      expect(state).toMatchObject({ id: wire.id, type: wire.type, name: wire.name, data: wire.data });
      expect(state.json()).toContain(String(wire.timestamp).replace('Z', '+00:00'));
    }
  });

  it('go through parseJson and json() of their own wire byte for byte', () => {
    for (const wire of states) {
      const text = JSON.stringify(wire);
      expect(v3.State.parseJson(text).json()).toBe(text);
    }
  });

  it('go through plainToInstance and instanceToPlain of their own wire, and are equal to what parse gives', () => {
    for (const wire of states) {
      const state = plainToInstance(v3.State, wire);
      expect(validateSync(state)).toEqual([]);
      expect(state.equals(v3.State.parse(wire))).toBe(true);
      expect(instanceToPlain(state)).toEqual(wire);
    }
  });
});
