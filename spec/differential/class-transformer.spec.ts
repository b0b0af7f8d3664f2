/* What the stock libraries make of an input must be what the codec makes of it. */
import { instanceToInstance, instanceToPlain, plainToInstance } from 'class-transformer';
import { validate, validateSync, type ValidationError as RuleError } from 'class-validator';

import { State, StateCreate } from '../../src/index.js';
import * as v3 from '../../src/v3/index.js';
import { type Contract, readVectors } from '../support/fixtures.js';
import { Everything, EVERYTHING } from '../support/models.js';

const FRESH = { id: '123e4567-e89b-12d3-a456-426614174000', timestamp: '2024-01-01T00:00:00Z', state_details: {} };

const messages = (errors: RuleError[]): string[] => errors.flatMap((error) => Object.values(error.constraints ?? {}));

describe.each<[Contract, typeof State]>([
  ['conformance', State],
  ['conformance3', v3.State],
])('plainToInstance() and validate(), of the vectors of %s', (contract, model) => {
  it('accept and refuse what State.parse accepts and refuses', () => {
    const vectors = readVectors('parse', contract).filter(
      ({ cls, input }) => !cls && !JSON.stringify(input).includes('"$'),
    );
    expect(vectors.length).toBeGreaterThan(50);
    for (const { input } of vectors) {
      const parsed = model.safeParse(input);
      // a list or a text is no object that plainToInstance would fill
      if (typeof input !== 'object' || input === null || Array.isArray(input)) continue;
      const state = plainToInstance(model, input);
      expect([input, validateSync(state).length === 0]).toEqual([input, parsed.success]);
    }
  });

  it('give an equal state', () => {
    const vectors = readVectors('eq', contract) as unknown as { left: object }[];
    for (const { left } of vectors) {
      const wire = { ...FRESH, ...left };
      const state = plainToInstance(model, wire, { excludeExtraneousValues: true });
      const parsed = model.parse(wire);
      if (parsed.type === 'SCHEDULED' && parsed.stateDetails.scheduledTime !== null) {
        // both filled in their own time
        parsed.stateDetails.scheduledTime = state.stateDetails.scheduledTime;
      }
      expect(state.equals(parsed)).toBe(true);
      expect(instanceToPlain(state)).toEqual(JSON.parse(state.json()));
    }
  });

  it("say what is wrong in the class's words", () => {
    const vectors = readVectors('parse', contract).filter(
      ({ cls, input }) => !cls && !JSON.stringify(input).includes('"$'),
    );
    for (const { input } of vectors) {
      const { error } = model.safeParse(input);
      if (error === undefined || typeof input !== 'object' || input === null || Array.isArray(input)) continue;
      const text = messages(validateSync(plainToInstance(model, input))).join('\n');
      for (const { msg } of error.issues) expect(text).toContain(msg);
    }
  });
});

describe('plainToInstance() and validate()', () => {
  it('say where and why', async () => {
    const state = plainToInstance(State, {
      type: 'NOPE',
      timestamp: [1],
      state_details: { flow_run_id: 'q', retriable: 'q' },
    });
    expect(messages(await validate(state))).toEqual([
      expect.stringMatching(/^type: value is not a valid enumeration member; permitted: 'SCHEDULED'/),
      'timestamp: Unrecognized datetime.',
      'state_details.flow_run_id: value is not a valid uuid; state_details.retriable: value could not be parsed to a boolean',
    ]);
  });

  it('find what was assigned by hand', async () => {
    const state = State.running();
    Object.assign(state, { name: undefined, stateDetails: null, timestamp: '2024-01-01' });
    expect(messages(await validate(state))).toEqual([
      'name: field required',
      'timestamp: value is not a valid dateTime',
      'state_details: none is not an allowed value',
    ]);
  });
});

describe("plainToInstance() and validate() on Prefect 3's wire", () => {
  it('find what was assigned by hand', () => {
    const state = v3.State.running();
    Object.assign(state, { name: undefined, stateDetails: null, timestamp: '2024-01-01' });
    expect(messages(validateSync(state))).toEqual([
      'state_details: Input should be a valid dictionary or object to extract fields from',
      'name: Field required',
      'timestamp: Input should be a valid datetime',
    ]);
  });

  it('refuse names that are no field', () => {
    const create = plainToInstance(v3.StateCreate, { type: 'RUNNING', id: FRESH.id });
    expect(messages(validateSync(create))).toEqual(['id: Extra inputs are not permitted']);
  });
});

describe('plainToInstance() and validate() of a class that forbids extras', () => {
  it('refuse names that are no field', () => {
    const create = plainToInstance(StateCreate, { type: 'RUNNING', nope: 1, other: 2 });
    expect(messages(validateSync(create))).toEqual([
      'nope: extra fields not permitted; other: extra fields not permitted',
    ]);
    expect(validateSync(plainToInstance(StateCreate, { type: 'RUNNING', state_details: { nope: 1 } }))).toEqual([]);
    expect(validateSync(plainToInstance(State, { type: 'RUNNING', nope: 1 }))).toEqual([]);
  });

  it('leave them out, as class-validator does, with whitelist', () => {
    const create = plainToInstance(StateCreate, { type: 'RUNNING', nope: 1 });
    expect(validateSync(create, { whitelist: true })).toEqual([]);
    expect(create).not.toHaveProperty('nope');
  });
});

describe('names that are no field inside a nested model', () => {
  const plain = { type: 'RUNNING', state_details: { nope: 1 } };

  it('are refused by forbidNonWhitelisted, and stripped by whitelist', () => {
    const options = { whitelist: true, forbidNonWhitelisted: true };
    const [refused, stripped] = [plainToInstance(State, plain), plainToInstance(State, plain)];
    expect(messages(validateSync(refused, options))).toEqual(['property state_details.nope should not exist']);
    expect(validateSync(stripped, { whitelist: true })).toEqual([]);
    for (const state of [refused, stripped]) expect(Object.keys(state)).not.toContain('state_details.nope');
  });

  it('are let be without them, and leave no trace', () => {
    const state = plainToInstance(State, plain);
    expect(validateSync(state)).toEqual([]);
    expect(Object.keys(state)).not.toContain('state_details.nope');
  });

  it('are gone from the start with excludeExtraneousValues', () => {
    const state = plainToInstance(State, plain, { excludeExtraneousValues: true });
    expect(validateSync(state, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
  });
});

describe('instanceToPlain()', () => {
  it('gives the wire object of a model with fields of every kind', () => {
    const model = Everything.parse(EVERYTHING);
    expect(instanceToPlain(model)).toEqual(JSON.parse(model.json()));
  });

  it('leaves ignored fields out', () => {
    const create = StateCreate.parse({ type: 'RUNNING', id: FRESH.id });
    expect(Object.keys(instanceToPlain(create))).toEqual(['type', 'name', 'message', 'data', 'state_details']);
  });

  it('leaves out keys called constructor and __proto__ in data, instead of failing on them', () => {
    const data = JSON.parse(
      '{"constructor": "x", "__proto__": {"a": 1}, "deep": [{"constructor": 1, "b": 2}]}',
    ) as unknown;
    expect(instanceToPlain(State.completed({ data })).data).toEqual({ deep: [{ b: 2 }] });
    expect(plainToInstance(State, { type: 'RUNNING', data }).data).toBe(data);
  });
});

describe('instanceToInstance()', () => {
  it('names properties as on the wire, because class-transformer does; copy() is the way', () => {
    expect(instanceToInstance(State.running())).toHaveProperty('state_details');
  });
});
