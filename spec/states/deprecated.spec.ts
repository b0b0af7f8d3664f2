import { jest } from '@jest/globals';

import { State, StateCreate } from '../../src/index.js';

describe('deprecated methods', () => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  afterAll(() => {
    emitWarning.mockRestore();
  });

  it('state.result() works, and warns once with the name of its successor', async () => {
    const state = State.completed({ data: { type: 'literal', value: 1 } });
    expect([await state.result(), await state.result()]).toEqual([1, 1]);
    await expect(State.failed().result()).rejects.toThrow('Run failed.');
    expect(await State.failed({ data: 'x' }).result({ raiseOnFailure: false })).toBe('x');
    const warnings = emitWarning.mock.calls.filter(([text]) => String(text).includes('getStateResult(state)'));
    expect(warnings).toEqual([[expect.any(String), { type: 'DeprecationWarning', code: 'PREFECT_STATES_RESULT' }]]);
  });

  it('state.toStateCreate() works, and warns once with the name of its successor', () => {
    expect(State.running().toStateCreate()).toBeInstanceOf(StateCreate);
    State.running().toStateCreate();
    const warnings = emitWarning.mock.calls.filter(([text]) => String(text).includes('StateCreate.fromState(state)'));
    expect(warnings).toEqual([
      [expect.any(String), { type: 'DeprecationWarning', code: 'PREFECT_STATES_TO_STATE_CREATE' }],
    ]);
  });
});
