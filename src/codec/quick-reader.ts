/*
 * The compiled functions that read, as the codec calls them: a stack that ran out and a user's class-validator rules are
 * looked after. Each takes canonical values only; what it does not take is for `interpret`, which knows why.
 */
import { isStackOverflow } from '../errors/index.js';
import { INVALID, type Invalid, isPlain, type Naming } from '../fields/index.js';
import { type Compiled } from './compiled.js';
import { type Construct, type Hydrate } from './hydrate.js';
import { blank, type ModelClass } from './model-class.js';
import { type Plan } from './plan.js';
import { type Provenance } from './provenance.js';
import { applyForeignRules } from './rules.js';

/** Reads canonical values into the instances of one class. */
export class QuickReader<M extends Provenance> {
  /** Makes an instance of a plain object by wire names; INVALID for all else. May run out of stack. */
  readonly hydrate: Hydrate<M>;
  readonly #construct: Construct<M>;
  readonly #blank: () => M | null;

  constructor(plan: Plan, compiled: Compiled | null) {
    const check = (model: M | Invalid): M | Invalid =>
      model === INVALID || applyForeignRules(plan, model).length > 0 ? INVALID : model;
    const hydrate = (compiled?.hydrate ?? refuse) as Hydrate<M>;
    const construct = (compiled?.construct ?? refuse) as unknown as Construct<M>;
    this.hydrate = plan.hasForeignRules ? (value) => check(hydrate(value)) : hydrate;
    this.#construct = plan.hasForeignRules ? (model, input) => check(construct(model, input)) : construct;
    this.#blank = compiled?.hasSlots === true ? () => null : () => blank(plan.model as ModelClass<M>);
  }

  /** Makes an instance of a plain object, INVALID for all else. */
  read(value: unknown, naming: Naming): M | Invalid {
    if (naming === 'property') return isPlainObject(value) ? this.construct(null, value) : INVALID;
    try {
      return this.hydrate(value);
    } catch (error) {
      if (isStackOverflow(error)) return INVALID;
      throw error;
    }
  }

  /** Makes an instance of an object by property names, out of the blank one that is there; INVALID for what it does not take. */
  construct(model: M | null, input: object): M | Invalid {
    try {
      return this.#construct(model ?? this.#blank(), input);
    } catch (error) {
      if (isStackOverflow(error)) return INVALID;
      throw error;
    }
  }
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && isPlain(value);
}

/** Takes nothing: where no code is generated, all is left to the walk that knows all. */
const refuse = (): Invalid => INVALID;
