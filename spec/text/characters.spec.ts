import { isUuidText, TWO_DIGITS_MASK, twoDigits } from '../../src/text/characters.js';
import { isUuidText as isUuidInBrowser } from '../../src/text/without-characters.js';

describe('twoDigits()', () => {
  it('reads every pair of digits', () => {
    for (let value = 0; value < 100; value += 1) {
      expect(twoDigits(`x${String(value).padStart(2, '0')}`, 1)).toBe(value);
    }
  });

  // the last has the low byte of a digit
  it.each(['a0', '0a', 'x0', '0x', ' 9', '9 ', '-1', '١٢', '0\u0130', '\u01300', 'ff'])(
    'gives for %j what sticks out of the mask',
    (text) => {
      expect(twoDigits(text, 0) & ~TWO_DIGITS_MASK).not.toBe(0);
    },
  );
});

describe.each([
  ['isUuidText()', isUuidText],
  ['isUuidText() in a browser', isUuidInBrowser],
])('%s', (_name, isUuidText) => {
  const uuid = '0123abcd-ef45-6789-abcd-ef0123456789';

  it('finds a UUID', () => {
    expect(isUuidText(uuid)).toBe(true);
    expect(isUuidText('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(true);
  });

  // each place in turn holds a sign that does not belong there, also one whose low byte does
  const others = Array.from(uuid, (_, at) => at).flatMap((at) =>
    ['g', 'A', ' ', '/', ':', '\u0130', '\u0161'].map((sign) => uuid.slice(0, at) + sign + uuid.slice(at + 1)),
  );
  it.each([
    ...others,
    '',
    uuid.slice(1),
    `${uuid}0`,
    uuid.replaceAll('-', '0'),
    uuid.replaceAll('-', '').padEnd(36, '0'),
  ])('finds none in %j', (text) => {
    expect(isUuidText(text)).toBe(false);
  });

  it('looks at a text in pieces as at one', () => {
    expect(isUuidText(uuid.slice(0, 18) + uuid.slice(18))).toBe(true);
    expect(isUuidText(`{${uuid}}`.slice(1, -1))).toBe(true);
  });
});
