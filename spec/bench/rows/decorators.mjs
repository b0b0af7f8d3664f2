/* Rows about the two forms of decorators: what a class by standard ones takes, in times of its legacy twin. */
import { contender } from '../measure.mjs';
import { makeSet } from '../sets.mjs';
import { Legacy, Standard } from '../twins.mjs';

const FORMS = [
  [{ name: 'standard decorators', group: 'ours' }, Standard],
  [{ name: 'legacy decorators', group: 'legacy' }, Legacy],
];

/** `Model.parse`. */
export function parse(setName) {
  const { wires } = makeSet(setName);
  return {
    contenders: FORMS.map(([about, model]) => contender(about, wires, (wire) => model.parse(wire))),
    goals: [{ group: 'legacy', most: 3 }],
  };
}

/** `model.copy()`. */
export function copy(setName) {
  const { wires } = makeSet(setName);
  return {
    contenders: FORMS.map(([about, model]) => {
      const models = wires.map((wire) => model.parse(wire));
      return contender(about, models, (each) => each.copy());
    }),
    goals: [{ group: 'legacy', most: 8 }],
  };
}
