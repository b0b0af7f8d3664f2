/* The blank instance that class-transformer makes, as a debugger or a log meets it. */
import { inspect } from 'node:util';

import * as domain from '../../src/index.js';
import * as transitions from '../../src/transitions/index.js';
import { Everything, Tree, Wide } from '../support/models.js';

const { PrefectBaseModel, State, StateGroup } = domain;

type Blank = domain.PrefectBaseModel;

const MODELS = [...Object.values({ ...domain, ...transitions }), Everything, Tree, Wide].filter(
  (each): each is typeof each & (new () => Blank) =>
    typeof each === 'function' && each.prototype instanceof PrefectBaseModel,
);

describe('a blank instance', () => {
  it('is looked at of every model', () => {
    expect(MODELS.map(({ name }) => name)).toEqual(expect.arrayContaining(['State', 'StateDetails', 'DataDocument']));
  });

  it.each(MODELS.map((model) => [model.name, model] as const))('prints: %s', (name, model) => {
    const blank: Blank = Reflect.construct(model, []);
    const texts = [
      String(blank),
      blank.toString(),
      inspect(blank),
      inspect([{ blank }]),
      blank.repr(),
      domain.State.completed({ data: blank }).repr(),
    ];
    for (const text of texts) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/undefined|null/);
    }
    expect(name).toBe(model.name);
  });

  it('of a state tells that it is nothing yet', () => {
    const blank = Reflect.construct(State, []) as domain.State;
    expect([String(blank), blank.repr()]).toEqual(['None()', 'None(message=None, type=None, result=None)']);
    expect(blank.hashKey()).toBe('|||');
    expect([blank.isFinal(), blank.isRunning(), blank.isScheduled()]).toEqual([false, false, false]);
    expect(String(new StateGroup([blank]))).toContain('total=1, not_final=1');
  });

  it('prints a state whose name or details were taken away', () => {
    const bare = State.failed({ message: 'm' });
    Object.assign(bare, { name: null, stateDetails: null, timestamp: null });
    expect([String(bare), bare.repr()]).toEqual([
      "None('m', type=FAILED)",
      "None(message='m', type=FAILED, result=None)",
    ]);
    expect(bare.hashKey()).toBe('|||FAILED');
  });
});
