import { fits, shapeLike } from '../../src/time/shape.js';

describe('fits()', () => {
  const shape = shapeLike('9x±:.T');

  it.each(['0f+:.T', '90-:.T', '1a-:.T'])('finds the shape in %s', (text) => {
    expect(fits(text, shape)).toBe(true);
  });

  it.each(['', '0f+:.', '0f+:.T ', 'ff+:.T', '0F+:.T', '0g+:.T', '0f±:.T', '\u0130f+:.T', '0f+:.t'])(
    'does not find it in %j',
    (text) => {
      expect(fits(text, shape)).toBe(false);
    },
  );
});
