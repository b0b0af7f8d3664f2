import { Source } from '../../src/codec/emit/source.js';
import { emitTrace } from '../../src/codec/emit/trace.js';
import { planOf } from '../../src/codec/plan/plan.js';
import { plainTrace, type Trace } from '../../src/codec/plan/trace.js';
import { StateDetails } from '../../src/index.js';

function compiledTrace(): Trace {
  const source = new Source();
  emitTrace(source, planOf(StateDetails));
  return source.compile('Traced') as Trace;
}

describe.each([
  ['plainTrace()', () => plainTrace(0)],
  ['emitTrace()', compiledTrace],
])('%s', (_name, make) => {
  it('remembers what was given to an object, and what was made for it', () => {
    const [trace, model, first] = [make(), {}, {}];
    trace.remember(model, 5, [first]);
    expect([trace.givenTo(model), trace.madeFor(model, 0, null), trace.madeFor(model, -1, 7)]).toEqual([5, first, 7]);
  });

  it('remembers anew, on an object with a note and on one without', () => {
    const trace = make();
    for (const model of [{}, Object.create(null) as object]) {
      trace.remember(model, 1, null);
      trace.remember(model, 2, ['made']);
      expect([trace.givenTo(model), trace.madeFor(model, 0, null)]).toEqual([2, 'made']);
    }
  });

  it('takes as many fields as a class has', () => {
    const [trace, model] = [make(), {}];
    trace.remember(model, 1n << 39n, null);
    expect(trace.givenTo(model)).toBe(1n << 39n);
  });

  it('knows nothing of an object without a note, or with a note of another class', () => {
    const [trace, other, model] = [make(), make(), {}];
    other.remember(model, 5, ['made']);
    for (const each of [{}, model]) {
      expect([trace.givenTo(each), trace.madeFor(each, 0, 'constant')]).toEqual([0, 'constant']);
    }
    expect(other.givenTo(model)).toBe(5);
  });

  it('is not met by whoever looks at the object', () => {
    const [trace, model] = [make(), { type: 'RUNNING' }];
    trace.remember(model, 5, [{}]);
    expect(Reflect.ownKeys(model)).toEqual(['type']);
    expect({ ...model }).toEqual({ type: 'RUNNING' });
    expect(structuredClone(model)).toEqual({ type: 'RUNNING' });
    expect(model).toStrictEqual({ type: 'RUNNING' });
  });

  it('notes on an object that nobody may extend', () => {
    const [trace, model] = [make(), Object.freeze({})];
    trace.remember(model, 3, null);
    expect(trace.givenTo(model)).toBe(3);
  });
});
