/* What a class by standard decorators does of its own while an instance is made goes on as it is written. */
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';

import { Busy, Failing, Hasty, Hiding, log, Refilled, Twice } from '../../support/own-code.standard.js';

/** Each claim holds for the first instance, and for one that is made when the class is known well. */
const USES = [1, 2, 3];

describe('a class with code of its own', () => {
  it.each(USES)('has its properties where it declares them (use %i)', () => {
    const read = Busy.parse({ name: 'x', size: 5 });
    expect(Object.entries(read)).toEqual([
      ['before', 'first'],
      ['name', 'x'],
      ['size', 5],
      ['width', 2],
      ['between', 'named undefined'],
    ]);
    expect(Object.keys(read.copy())).toEqual(Object.keys(read));
    const made = new Busy({ name: 'y' });
    expect(Object.keys(made)).toEqual(['name', 'size', 'width', 'before', 'between']);
    expect(made.between).toBe('named y');
    expect(Object.entries(new Busy(undefined)).map(([, value]) => value as unknown)).toEqual([
      'first',
      undefined,
      undefined,
      undefined,
      'named undefined',
    ]);
  });

  it('has its private properties', () => {
    const read = Busy.parse({ name: 'x' });
    for (const each of [read, read.copy(), new Busy({ name: 'x' }), Busy.parseJson(read.json())])
      expect(each.marks).toEqual(['private']);
    expect(read.marks).not.toBe(read.copy().marks);
  });

  it('runs its constructor once for each instance', () => {
    const read = Busy.parse({ name: 'x' });
    log.length = 0;
    Busy.parse({ name: 'x' });
    read.copy();
    new Busy({ name: 'z' });
    expect(log).toEqual(['made undefined', 'made undefined', 'made z']);
  });

  it.each(USES)('keeps what a parent set on a blank instance where a field is declared again (use %i)', () => {
    const blank = new Refilled(undefined);
    expect(Object.entries(blank)).toEqual([
      ['label', 'blank'],
      ['size', undefined],
      ['depth', undefined],
      ['height', undefined],
      ['shout', 'blank!'],
    ]);
    expect(Refilled.parse({ size: 7 })).toMatchObject({ label: '-', size: 7, depth: 3, height: 4, shout: 'blank!' });
    expect(new Refilled({ label: 'given', depth: 0 })).toMatchObject({ label: 'given', depth: 0, shout: 'given!' });
  });

  it.each(USES)('may make instances of itself between its fields (use %i)', () => {
    const names = ['one', 'two', 'three', 'four', 'inner'];
    const fields = { one: 1, two: 2, three: 3, four: 4 };
    const inner = { one: 10, two: 20, three: 30, four: 40, inner: null };
    for (const each of [Twice.parse({}), new Twice({}), Twice.parse({}).copy()]) {
      expect(Object.keys(each)).toEqual(names);
      expect(each).toMatchObject({ ...fields, inner });
    }
    expect(Object.keys(new Twice(undefined))).toEqual(names);
  });

  it('is refused when it sets a field that stands further down', () => {
    expect(() => Hasty.parse({})).toThrow('two: the class sets it on every new instance');
  });

  it('is refused for what it hides, and for nothing that follows from it', () => {
    const parse = (): unknown => (Hiding as unknown as typeof Hasty).parse({});
    expect(parse).toThrow('repr: hides what every instance has');
    expect(parse).not.toThrow('repr: the class sets it');
  });

  it('makes whole instances after it failed in the middle of one', () => {
    Failing.parse({});
    for (const make of [() => Failing.parse({ one: 5 }), () => new Failing({ one: 5 }), () => new Failing(undefined)]) {
      Failing.failures = 1;
      expect(make).toThrow('failed');
      expect(Object.entries(Failing.parse({ two: 6 }))).toEqual([
        ['one', 1],
        ['two', 6],
        ['fault', null],
      ]);
      expect(new Failing({ one: 7 })).toMatchObject({ one: 7, two: 2 });
    }
  });

  it('is not asked to keep what it made', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const made = (() => new WeakRef(Twice.parse({})))();
    // a WeakRef holds its target until the task is over
    await new Promise((done) => setTimeout(done));
    collect();
    expect(made.deref()).toBeUndefined();
  });
});
