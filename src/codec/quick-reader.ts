/*
 * The compiled functions that read, as the codec calls them: a stack that ran out and a user's class-validator rules are
 * looked after. Each takes canonical values only; what it does not take is for `interpret`, which knows why.
 */
import { isStackOverflow } from '../errors/index.js';
import { INVALID, type Invalid, isPlain, type Naming } from '../fields/index.js';
import { type Compiled } from './compiled.js';
import { type Hydrate } from './hydrate.js';
import { blank, type ModelClass } from './model-class.js';
import { type Plan } from './plan.js';
import { type Provenance } from './provenance.js';
import { applyForeignRules } from './rules.js';

/** Reads canonical values into the instances of one class. */
export class QuickReader<M extends Provenance> {
  /** Makes an instance of a plain object by wire names; INVALID for all else. May run out of stack. */
  readonly hydrate: Hydrate<M>;
  readonly #plan: Plan;
  readonly #compiled: Compiled | null;

  constructor(plan: Plan, compiled: Compiled | null) {
    this.#plan = plan;
    this.#compiled = compiled;
    this.hydrate = this.#ruled((compiled?.hydrate ?? refuse) as Hydrate<M>);
  }

  /** Makes an instance of a plain object, INVALID for all else. */
  read(value: unknown, naming: Naming): M | Invalid {
    if (naming === 'property') return this.#construct(value);
    try {
      return this.hydrate(value);
    } catch (error) {
      if (isStackOverflow(error)) return INVALID;
      throw error;
    }
  }

  /** Fills an instance by property names; false for what it does not take. */
  fill(model: M, input: object): boolean {
    try {
      if (this.#compiled?.construct(model, input) !== true) return false;
    } catch (error) {
      if (isStackOverflow(error)) return false;
      throw error;
    }
    return !this.#plan.hasForeignRules || applyForeignRules(this.#plan, model).length === 0;
  }

  #construct(value: unknown): M | Invalid {
    if (this.#compiled === null || typeof value !== 'object' || value === null || !isPlain(value)) return INVALID;
    const model = blank(this.#plan.model as ModelClass<M>);
    return this.fill(model, value) ? model : INVALID;
  }

  /** Lets the user's rules look at what a function makes. */
  #ruled(hydrate: Hydrate<M>): Hydrate<M> {
    if (!this.#plan.hasForeignRules) return hydrate;
    return (input) => {
      const model = hydrate(input);
      return model === INVALID || applyForeignRules(this.#plan, model).length > 0 ? INVALID : model;
    };
  }
}

/** Takes nothing: where no code is generated, all is left to the walk that knows all. */
const refuse: Hydrate = () => INVALID;
