import { inspect } from 'node:util';

import { getStateException, SecretBytes, SecretString, State, StateCreate, ValidationError } from '../../src/index.js';
import { thrownBy } from '../support/expect.js';
import { Everything, EVERYTHING } from '../support/models.js';

const HIDDEN = 's3cr3t';
const secrets = (): object => ({
  plain: new SecretString(HIDDEN),
  deep: [{ bytes: new SecretBytes(Buffer.from(HIDDEN)) }, new Map([['k', new SecretString(HIDDEN)]])],
});

describe('a secret inside data', () => {
  it('shows in no text of the state', () => {
    const state = State.completed({ data: secrets() });
    const texts = [
      state.json(),
      JSON.stringify(state),
      String(state),
      `shown: ${state as unknown as string}`,
      state.repr(),
      inspect(state, { depth: null, showHidden: true }),
      inspect({ ...state }, { depth: null, showHidden: true }),
      inspect(state.dict(), { depth: null }),
      JSON.stringify(state.dict({ jsonCompatible: true })),
      JSON.stringify(state.ormDict({ jsonCompatible: true })),
      inspect(state.copy({ deep: true }), { depth: null }),
      StateCreate.parse(state).json(),
    ];
    for (const text of texts) expect(text).not.toContain(HIDDEN);
  });

  it('is revealed by includeSecrets alone', () => {
    const state = State.completed({ data: secrets() });
    expect(state.json({ includeSecrets: true }).split(HIDDEN)).toHaveLength(4);
    expect(state.json({ includeSecrets: false })).not.toContain(HIDDEN);
    expect(Everything.parse(EVERYTHING).json({ includeSecrets: true })).toMatch(/"s3cr3t".*"b1t3s"/);
  });

  it('shows in no error', async () => {
    const errors: unknown[] = [
      await getStateException(State.failed({ data: secrets() })).catch((error: unknown) => error),
      thrownBy(() => State.completed({ data: { ...secrets(), big: 1n } }).json()),
      thrownBy(() =>
        State.parse({ type: new SecretString(HIDDEN), timestamp: new SecretString(HIDDEN), id: secrets() }),
      ),
      thrownBy(() =>
        State.parse({ type: 'RUNNING', state_details: secrets(), name: secrets(), data: secrets(), id: 5 }),
      ),
      thrownBy(() => State.running().copy({ update: { id: new SecretString(HIDDEN) } as never })),
      thrownBy(() => State.parse(new SecretString(HIDDEN))),
      thrownBy(() => new State(new SecretString(HIDDEN) as never)),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(HIDDEN);
      expect(JSON.stringify((error as Partial<ValidationError>).issues ?? [])).not.toContain(HIDDEN);
    }
  });

  it('counts in equals', () => {
    const timestamp = '2024-01-01T00:00:00Z';
    const holding = (text: string): State => State.completed({ timestamp, data: [new SecretString(text)] });
    expect(holding('a').equals(holding('a'))).toBe(true);
    expect(holding('a').equals(holding('b'))).toBe(false);
  });
});
