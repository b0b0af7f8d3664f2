import { localName, Source } from '../../src/codec/source.js';

describe('Source', () => {
  it('indents by the brackets of its lines', () => {
    const source = new Source();
    source.line('if (a) {', 'b();', '} else {', 'c();', '}');
    expect(source.toString('f', ['a'])).toBe('function f(a) {\n  if (a) {\n    b();\n  } else {\n    c();\n  }\n}');
  });

  it('hoists a value once, and two values of one name apart', () => {
    const source = new Source();
    const [one, two] = [{}, {}];
    expect([source.hoist('x', one), source.hoist('x', two), source.hoist('x', one)]).toEqual(['x', 'x_2', 'x']);
  });
});

describe('localName()', () => {
  it.each([
    ['flowRunId', '$flowRunId'],
    ['class', '$class'],
    ['with-dash', '$3'],
    ['0', '$3'],
    ['a"];alert(1)//', '$3'],
  ])('makes a variable of %s', (property, expected) => {
    expect(localName(property, 3)).toBe(expected);
  });
});
