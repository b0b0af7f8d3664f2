/*
 * Both walks over every vector: the compiled and the interpreted one must give the same values, the same text and the same
 * issues, and the reference's own.
 */
import { codecOf } from '../../src/codec/index.js';
import { Source } from '../../src/codec/emit/source.js';
import { emitTrace } from '../../src/codec/emit/trace.js';
import { emitHydrate, type Hydrate } from '../../src/codec/read/compiled.js';
import { interpret } from '../../src/codec/read/interpreted.js';
import { blank, type ModelClass } from '../../src/codec/plan/model-class.js';
import { type Plan } from '../../src/codec/plan/plan.js';
import { type Trace } from '../../src/codec/plan/trace.js';
import { emitText, type WriteText } from '../../src/codec/write/compiled.js';
import { writeText } from '../../src/codec/write/interpreted.js';
import { Faults } from '../../src/fields/index.js';
import { CountByState, State, StateCreate, StateDetails } from '../../src/index.js';
import { type PrefectBaseModel } from '../../src/model/index.js';
import * as v3 from '../../src/v3/index.js';
import { type Contract, readVectors, type Vector } from '../support/fixtures.js';

interface Read {
  readonly contract: Contract;
  readonly name: string;
  readonly model: ModelClass<PrefectBaseModel>;
}

const CLASSES: readonly Read[] = [
  ...Object.entries({ State, StateDetails, StateCreate, CountByState }).map(([name, model]): Read => ({
    contract: 'conformance',
    name,
    model,
  })),
  ...Object.entries({
    State: v3.State,
    StateDetails: v3.StateDetails,
    StateCreate: v3.StateCreate,
    CountByState: v3.CountByState,
    ResultRecordMetadata: v3.ResultRecordMetadata,
  }).map(([name, model]): Read => ({ contract: 'conformance3', name, model })),
];

// made here, whatever the project: in the interpreted one the package itself makes none
const COMPILED = new Map(CLASSES.map(({ model }) => [model, compile(codecOf(model).plan)]));

interface Generated extends Trace {
  readonly hydrate: Hydrate;
  readonly writeText: WriteText;
}

function compile(plan: Plan): Generated {
  const source = new Source();
  emitTrace(source, plan);
  emitHydrate(source, plan);
  emitText(source, plan);
  return source.compile('Differential') as Generated;
}

interface Walked {
  readonly model: PrefectBaseModel | null;
  readonly issues: readonly { loc: readonly (string | number)[]; type: string }[];
}

function interpreted(model: ModelClass<PrefectBaseModel>, input: object): Walked {
  const [made, faults] = [blank(model), new Faults(model.wire)];
  const isTaken = interpret(codecOf(model).plan, made, input, faults, 'wire');
  return { model: isTaken ? made : null, issues: faults.issues };
}

function compiled(model: ModelClass<PrefectBaseModel>, input: object): PrefectBaseModel | null {
  const generated = COMPILED.get(model)!;
  const made = generated.hydrate(input);
  if (!(made instanceof model)) return null;
  // what it notes is in private fields of its own, which the package's class does not know
  const { remembered, trace } = codecOf(model).plan;
  const firsts = remembered.map(({ slot, constant }) => generated.madeFor(made, slot, constant));
  trace.remember(made, generated.givenTo(made), firsts);
  return made;
}

/** What is made anew each time differs between two walks. */
const withoutFresh = (text: string, input: object): string =>
  text
    .replace('id' in input ? '' : /"id":"[^"]*"/, '"id":"fresh"')
    .replace('timestamp' in input ? '' : /"timestamp":"[^"]*"/, '"timestamp":"fresh"')
    .replace(/"scheduled_time":"2[^"]*(?:Z|\+00:00)"/, '"scheduled_time":"fresh"');

const taken = (vector: Vector): vector is Vector & { readonly input: object } =>
  typeof vector.input === 'object' &&
  vector.input !== null &&
  !Array.isArray(vector.input) &&
  !JSON.stringify(vector.input).includes('"$');

describe.each(CLASSES)('$name of $contract, read by both walks', ({ contract, name, model }) => {
  const vectors = readVectors('parse', contract).filter(
    (vector) => (vector.cls ?? 'State') === name && taken(vector),
  ) as (Vector & {
    input: object;
  })[];

  it('takes the same, gives the same and refuses for the reasons of the reference', () => {
    for (const { input, expect: answer } of vectors) {
      const slow = interpreted(model, input);
      const fast = compiled(model, input);
      if (answer.invalid) {
        expect(fast).toBeNull();
        const places = (issues: Walked['issues']) => issues.map(({ loc }) => JSON.stringify(loc)).sort();
        expect(places(slow.issues)).toEqual(places(answer.invalid));
        continue;
      }
      expect(slow.issues).toEqual([]);
      if (fast === null) continue;
      expect(Object.keys(fast)).toEqual(Object.keys(slow.model!));
      expect(withoutFresh(fast.json(), input)).toBe(withoutFresh(slow.model!.json(), input));
      expect(Object.keys(fast.dict({ excludeUnset: true }))).toEqual(
        Object.keys(slow.model!.dict({ excludeUnset: true })),
      );
    }
  });

  it('is really read by the compiled walk, when it is canonical', () => {
    // in the interpreted project nested models have no compiled walk
    if (process.env.PREFECT_STATES_COMPILE === 'never') return;
    for (const { input, expect: answer } of vectors) {
      if (answer.invalid) continue;
      const canonical = interpreted(model, input).model!.toJSON();
      expect(compiled(model, canonical)?.toJSON()).toEqual(canonical);
    }
  });

  it('is written by both as the same text', () => {
    for (const { input, expect: answer } of vectors) {
      if (answer.invalid) continue;
      const made = interpreted(model, input).model!;
      expect(COMPILED.get(model)!.writeText(made)).toBe(writeText(codecOf(model).plan, made));
    }
  });
});
