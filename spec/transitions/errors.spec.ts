import { jest } from '@jest/globals';

import * as errors from '../../src/transitions/errors.js';

describe.each(Object.entries(errors))('%s', (name, Class) => {
  it('is known by the other copy of the package', async () => {
    const error: unknown = Object.create(Class.prototype);
    await jest.isolateModulesAsync(async () => {
      const others: Record<string, unknown> = await import('../../src/transitions/errors.js');
      expect(others[name]).not.toBe(Class);
      const knowing = Object.keys(others).filter((each) => error instanceof (others[each] as typeof Class));
      expect(knowing).toEqual([name]);
    });
  });
});
