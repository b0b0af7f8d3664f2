import { plainToInstance } from 'class-transformer';
import { IsOptional, Length, ValidateNested, validateSync } from 'class-validator';

import {
  ActionBaseModel,
  Field,
  type Issue,
  type Kind,
  types,
  PrefectBaseModel,
  ValidationError,
} from '../../src/index.js';
import { thrownBy } from '../support/expect.js';

const TOO_DEEP: Issue = { loc: ['__root__'], msg: 'value is nested too deep', type: 'value_error.recursion' };

let reads = 0;

/** A text, every look at which is counted. */
const counted: Kind<string> = {
  ...types.string(),
  is: (value): value is string => count(types.string().is(value)),
  accept: (value, naming) => count(types.string().accept(value, naming)),
  interpret: (value, faults, naming) => count(types.string().interpret(value, faults, naming)),
};

function count<T>(seen: T): T {
  reads += 1;
  return seen;
}

interface Fields {
  readonly name?: string;
  readonly next?: Node | null;
  readonly other?: Node | null;
  readonly list?: readonly Node[];
  readonly record?: Readonly<Record<string, Node>>;
}

class Node extends PrefectBaseModel {
  @Field.of(counted, { default: '' }) declare name: string;
  @Field.nested(() => Node, { default: null }) declare next: Node | null;
  @Field.nested(() => Node, { default: null }) declare other: Node | null;
  @Field.list(types.nested(() => Node), { default: () => [] }) declare list: Node[];
  @Field.record(types.nested(() => Node), { default: () => ({}) }) declare record: Record<string, Node>;

  constructor(fields: Fields) {
    super(fields);
  }
}

/** The same with a rule of class-validator's. */
class RuledNode extends PrefectBaseModel {
  @Length(0, 9) @Field.of(counted, { default: '' }) declare name: string;
  @Field.nested(() => RuledNode, { default: null }) declare next: RuledNode | null;
}

/** The same with rules that reach into what it nests. */
class ReachingNode extends PrefectBaseModel {
  @Field.of(counted, { default: '' }) declare name: string;
  @IsOptional()
  @ValidateNested()
  @Field.nested(() => ReachingNode, { default: null })
  declare next: ReachingNode | null;
}

/** A model that makes another one wherever none is given. */
class Furnished extends PrefectBaseModel {
  @Field.nested(() => Node, { default: () => new Node({}) }) declare node: Node;
  @Field.nested(() => Furnished, { default: null }) declare next: Furnished | null;
}

type NodeClass = typeof Node;
const Ruled = RuledNode as unknown as NodeClass;
const Reaching = ReachingNode as unknown as NodeClass;

/** Instances inside each other, put together by hand: the last may hold what its field would refuse. */
function chain(length: number, leaf: unknown = 'leaf', model: NodeClass = Node): Node {
  let outer: Node = Object.assign(new model({}), { name: leaf as string });
  for (let left = length - 1; left > 0; left -= 1) outer = Object.assign(new model({}), { name: 'n', next: outer });
  return outer;
}

function refused(act: () => unknown): readonly Issue[] {
  return (thrownBy(act) as ValidationError).issues;
}

/** Every way by which an instance comes in: what each says against it. */
const DOORS: [string, (given: Node, model: NodeClass) => readonly Partial<Issue>[]][] = [
  ['new', (next, model) => refused(() => new model({ next }))],
  ['parse()', (given, model) => refused(() => model.parse(given))],
  ['parse() of an object', (next, model) => refused(() => model.parse({ next }))],
  ['safeParse()', (given, model) => model.safeParse(given).error!.issues],
  ['copy({ update })', (next, model) => refused(() => new model({}).copy({ update: { next } }))],
  [
    '~standard',
    (given, model) => {
      const { issues } = model['~standard'].validate(given) as { issues: { message: string; path: Issue['loc'] }[] };
      // a way to the value as a whole has no step
      return issues.map(({ message, path }) => ({ loc: path.length === 0 ? ['__root__'] : path, msg: message }));
    },
  ],
];

/** What class-validator says of an instance. */
const told = (instance: object): string =>
  validateSync(instance)
    .flatMap((error) => Object.values(error.constraints ?? {}))
    .join();

beforeEach(() => {
  reads = 0;
});

describe('an instance of nested models', () => {
  const LENGTH = 14;
  const OFTEN = 12 * LENGTH;

  it.each(DOORS)('is read no more than a few times when it is refused: %s', (_door, issuesOf) => {
    const [issue] = issuesOf(chain(LENGTH, []), Node);
    expect(issue).toMatchObject({ msg: 'str type expected' });
    expect(issue!.loc!.length).toBeGreaterThanOrEqual(LENGTH);
    expect(reads).toBeLessThan(OFTEN);
  });

  it.each(DOORS)('is read no more than a few times where class-validator has rules: %s', (_door, issuesOf) => {
    const [issue] = issuesOf(chain(LENGTH, [], Ruled), Ruled);
    expect(issue).toMatchObject({ msg: 'str type expected' });
    expect(reads).toBeLessThan(OFTEN);
  });

  it('is read no more than a few times by class-validator', () => {
    for (const model of [Node, Ruled]) {
      reads = 0;
      expect(told(chain(LENGTH, [], model))).toMatch(/^next(?:\.next){12}\.name: str type expected/);
      expect(reads).toBeLessThan(OFTEN);
    }
  });

  it('is read no more than a few times through class-transformer', () => {
    const made = plainToInstance(Node, { next: chain(LENGTH, []) });
    expect(told(made)).toContain('str type expected');
    expect(reads).toBeLessThan(OFTEN);
  });

  it.each([Ruled, Reaching])('is read no more than a few times for each place when it is taken (%p)', (model) => {
    const wire = JSON.parse(chain(LENGTH, 'leaf', model).json()) as object;
    expect(model.parse(wire).json()).toBe(JSON.stringify(wire));
    expect(reads).toBeLessThan(OFTEN * LENGTH);
    reads = 0;
    expect(model.parse(chain(LENGTH, 'leaf', model)).json()).toBe(JSON.stringify(wire));
    expect(reads).toBeLessThan(OFTEN * LENGTH);
  });

  it('is taken with what was assigned in a lenient form', () => {
    const taken = Node.parse({ next: chain(4, 5) });
    expect(taken.json()).toContain('"name":"5"');
  });

  it.each(DOORS)('10,000 deep is refused: %s', (_door, issuesOf) => {
    for (const leaf of ['leaf', []]) {
      const before = performance.now();
      expect(issuesOf(chain(10_000, leaf), Node)).toMatchObject([{ msg: TOO_DEEP.msg }]);
      expect(performance.now() - before).toBeLessThan(1000);
    }
  });

  it('10,000 deep is refused by class-validator, also behind class-transformer', () => {
    expect(told(chain(10_000))).toBe('next: value is nested too deep');
    expect(told(plainToInstance(Node, { next: chain(10_000) }))).toBe('next: value is nested too deep');
  });

  it('10,000 deep is refused where its defaults make models', () => {
    const wire = (): object => Array.from({ length: 10_000 }).reduce<object>((next) => ({ next }), {});
    expect(Furnished.safeParse(wire()).error?.issues).toEqual([TOO_DEEP]);
    expect(told(plainToInstance(Furnished, { next: wire() }))).toContain('next: value is nested too deep');
  });
});

describe('an instance inside itself', () => {
  const circle = (model = Node): Node => {
    const [one, two] = [new model({}), new model({})];
    return Object.assign(one, { next: Object.assign(two, { next: one }) });
  };
  const CIRCLES: [string, () => Node][] = [
    ['a field', () => circle()],
    ['two fields', () => made((node) => ({ next: node, other: node }))],
    ['a list', () => made((node) => ({ list: [node, node] }))],
    ['a record', () => made((node) => ({ record: { one: node, two: node } }))],
  ];
  function made(fields: (node: Node) => object): Node {
    const node = new Node({});
    return Object.assign(node, fields(node));
  }

  describe.each(CIRCLES)('by %s', (_way, make) => {
    it.each(DOORS)('is refused: %s', (_door, issuesOf) => {
      const [issue] = issuesOf(make(), Node);
      expect(issue).toMatchObject({ loc: TOO_DEEP.loc, msg: TOO_DEEP.msg });
    });

    it('is refused by class-validator, also behind class-transformer', () => {
      expect(told(make())).toContain('value is nested too deep');
      expect(told(plainToInstance(Node, { next: make() }))).toBe('next: value is nested too deep');
    });

    it('is refused as an object', () => {
      const plain: Record<string, unknown> = {};
      Object.assign(plain, { ...make() });
      for (const name of ['next', 'other']) if (plain[name] !== null) plain[name] = plain;
      expect(Node.safeParse(plain).error?.issues).toEqual([TOO_DEEP]);
    });

    it('ends in copies, texts and comparisons', () => {
      expect(refused(() => make().copy())).toEqual([TOO_DEEP]);
      expect(refused(() => make().copy({ deep: true }))).toEqual([TOO_DEEP]);
      expect(() => make().json()).toThrow(/circular, or nested too deep|circular reference/);
      expect(() => make().toJSON()).toThrow(/circular, or nested too deep|circular reference/);
      expect(make().repr().length).toBeLessThan(1e6);
      expect(make().equals(make())).toBe(true);
      expect(make().equals(Object.assign(make(), { name: 'other' }))).toBe(false);
    });
  });

  it('is refused as what only asks for something, which gives what it nests as objects', () => {
    class Ask extends ActionBaseModel {
      @Field.nested(() => Ask, { default: null }) declare next: Ask | null;
    }
    const ask = Ask.parse({});
    ask.next = ask;
    for (const value of [ask, { next: ask }]) expect(Node.safeParse(value).error?.issues).toEqual([TOO_DEEP]);
    for (const value of [ask, { next: ask }]) expect(Ask.safeParse(value).error?.issues).toEqual([TOO_DEEP]);
    expect(told(plainToInstance(Node, { next: ask }))).toBe('next: value is nested too deep');
  });

  it('is refused where class-validator has rules', () => {
    for (const [, issuesOf] of DOORS) expect(issuesOf(circle(Ruled), Ruled)).toMatchObject([{ msg: TOO_DEEP.msg }]);
    expect(told(circle(Ruled))).toBe('next: value is nested too deep');
  });
});

describe('instances that share their parts', () => {
  it('are compared once for each pair', () => {
    const shared = (): Node => {
      let node = new Node({});
      for (let i = 0; i < 40; i += 1) node = Object.assign(new Node({}), { next: node, other: node });
      return node;
    };
    expect(shared().equals(shared())).toBe(true);
    expect(shared().equals(Object.assign(shared(), { list: [new Node({})] }))).toBe(false);
  });
});
