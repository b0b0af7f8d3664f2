/* What classes by standard decorators make of an input must be what their legacy twins make of it. */
import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { isCompiled, sourceOf } from '../../src/index.js';
import * as legacy from '../support/models.js';
import * as standard from '../support/models.standard.js';

const NO_VALUES = [null, undefined, 'x', '', -1, 1.5, true, [], [null], {}, { size: 'x' }, { a: { b: 1 } }];
const INPUTS: readonly Readonly<Record<string, unknown>>[] = [
  legacy.EVERYTHING,
  { uuid: legacy.EVERYTHING.uuid },
  {},
  ...Object.keys(legacy.EVERYTHING).flatMap((name) =>
    NO_VALUES.map((value) => ({ ...legacy.EVERYTHING, [name]: value })),
  ),
];
const secrets = { includeSecrets: true };

function pair(input: object): [unknown, unknown] {
  return [legacy.Everything, standard.Everything].map((model) => {
    const { data, error } = model.safeParse(input);
    if (data === undefined) return error.issues;
    // made for each, where it is not given
    data.made = legacy.EVERYTHING.made;
    const written = [data.json(secrets), data.copy().json(secrets), data.repr(), Object.keys(data)];
    return [...written, data.dict(), data.dict({ excludeUnset: true }), data.equals(model.parse(data))];
  }) as [unknown, unknown];
}

describe('classes by legacy and by standard decorators', () => {
  it('read and write every kind alike, and refuse alike', () => {
    for (const input of INPUTS) {
      const [byLegacy, byStandard] = pair(input);
      expect([input, byStandard]).toEqual([input, byLegacy]);
    }
  });

  it('are compiled to the same code', () => {
    if (isCompiled(legacy.Everything)) expect(sourceOf(standard.Everything)).toEqual(sourceOf(legacy.Everything));
    expect(isCompiled(standard.Everything)).toBe(isCompiled(legacy.Everything));
    expect(standard.Everything.jsonSchema()).toEqual(legacy.Everything.jsonSchema());
  });

  it('are the same to class-transformer and class-validator', () => {
    for (const input of INPUTS) {
      const [byLegacy, byStandard] = [legacy.Everything, standard.Everything].map((model) => {
        const made = plainToInstance(
          model,
          input.made === undefined ? { ...input, made: legacy.EVERYTHING.made } : input,
        );
        const faults = validateSync(made).map(({ property, constraints }) => [property, constraints]);
        return [faults, faults.length === 0 ? instanceToPlain(made) : null];
      });
      expect([input, byStandard]).toEqual([input, byLegacy]);
    }
  });

  it('nest themselves alike', () => {
    const wire = { id: legacy.EVERYTHING.uuid, label: 'a', child: { id: legacy.EVERYTHING.made, label: 'b' } };
    expect(standard.Tree.parse(wire).json()).toBe(legacy.Tree.parse(wire).json());
  });
});
