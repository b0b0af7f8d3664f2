/* What a tool chain, or a slip of the pen, makes of decorators: each gets an error that says what to write. */
import { Field, State } from '../../src/index.js';
import { faultsOf } from '../support/expect.js';
import { Mistyped, Valued, WRONG } from '../support/wrong.standard.js';

const NO_PLAIN = 'size: is no plain property; decorate a property without value, get, set or accessor';
const UNCALLED = "size: write '@Field.int(...)', with its parentheses";
const STATIC = 'size: is static, and fields belong to instances; leave out static';

describe('a standard decorator', () => {
  it.each([
    ['accessor', NO_PLAIN],
    ['method', NO_PLAIN],
    ['static', STATIC],
    ['symbol', 'Symbol(size): is named by a symbol; give the field a name that JSON can hold'],
    ['uncalled', UNCALLED],
  ] as const)('refuses the wrong place: %s', (name, fault) => {
    expect(faultsOf(WRONG[name]!)).toEqual([fault]);
  });

  it('refuses a private property, and a compiler that gives it no metadata', () => {
    const decorate = Field.int() as unknown as (value: undefined, context: object) => unknown;
    const told = { kind: 'field', name: '#size', static: false, private: true, metadata: {} };
    expect(faultsOf(() => decorate(undefined, told))).toEqual([
      '#size: is private, and a field is for all to read; write it without #',
    ]);
    expect(faultsOf(() => decorate(undefined, { kind: 'field', name: 'size' }))).toEqual([
      'size: its decorator is given no metadata; have the compiler write decorators as of 2023-11, or switch experimentalDecorators on',
    ]);
  });

  it('refuses a value beside it', () => {
    expect(faultsOf(() => Valued.parse({ type: 'RUNNING' }))).toEqual([
      'owner: the class sets it on every new instance, over what was read; give Field a default, and the property no value',
    ]);
  });

  it('holds what its type does not say, which does not compile', () => {
    expect(Mistyped.parse({}).dict()).toEqual({ note: null, size: 'x', few: 1, wider: 'x' });
  });
});

describe('a class whose properties hold no decorators', () => {
  class Job extends State {
    owner = 'x';
    watchers: string[] = [];
  }
  class Named extends Job {
    @Field.string({ default: '' }) declare label: string;
  }
  class Cached extends State {
    @Field.string({ default: '' }) declare label: string;
    cache = new Map<string, string>();
  }
  class Renamed extends Cached {}

  it('is refused, with each property and the setting to change', () => {
    expect(faultsOf(() => Job.parse({ type: 'RUNNING' }))).toEqual(
      ['owner', 'watchers'].map(
        (name) =>
          expect.stringMatching(
            new RegExp(`^${name}: .*no @Field at all.*experimentalDecorators: true.*'#${name}'`),
          ) as unknown as string,
      ),
    );
  });

  it('is refused below a class that has them', () => {
    expect(faultsOf(() => Named.parse({ type: 'RUNNING' }))).toHaveLength(2);
  });

  it('is let be where its own fields, or its parent, tell that decorators are kept', () => {
    expect(Cached.parse({ type: 'RUNNING' }).cache.size).toBe(0);
    expect(Renamed.parse({ type: 'RUNNING' }).cache.size).toBe(0);
  });
});
