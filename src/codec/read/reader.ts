/*
 * Reads values into the instances of one class: canonical ones quickly, all others by `interpret`, which knows why a value is
 * wrong. The choice is made once, for the whole value: falling back at each level would double the work at each.
 */
import { isTooDeep, ValidationError } from '../../errors/index.js';
import {
  applyForeignRules,
  Faults,
  inputOf,
  INVALID,
  type Invalid,
  isObject,
  type Naming,
} from '../../fields/index.js';
import { isPlainObject } from '../../values/index.js';
import { emptySet, withBit } from '../plan/field-set.js';
import { type Construct, type Hydrate } from './compiled.js';
import { interpret } from './interpreted.js';
import { blank, type ModelClass } from '../plan/model-class.js';
import { isSet, type TracedPlan } from '../plan/plan.js';
import { refusalOf, tooDeep } from '../plan/refusal.js';
import { ModelBase } from '../plan/model-base.js';

type Fields = Record<string, unknown>;

/** The functions that are generated to read the instances of a class. */
export interface CompiledReads {
  readonly hydrate: Hydrate;
  readonly construct: Construct;
}

/** Gives the reader of a class. */
export type ReaderOf = <M extends ModelBase>(model: ModelClass<M>) => Reader<M>;

/** Reads values into the instances of one class. */
export abstract class Reader<M extends ModelBase = ModelBase> {
  /** Makes an instance of a plain object of canonical values by wire names; INVALID for all else. May run out of stack. */
  readonly hydrate: Hydrate<M>;
  /** Makes another instance of one of the class that holds canonical values; INVALID for all else. May run out of stack. */
  readonly again: Hydrate<M> = (value) => {
    const reader = value instanceof this.#model ? this.#readerFor(value) : null;
    return reader === null ? INVALID : reader.#acceptAgain(value as M);
  };
  readonly #construct: Construct<M>;
  readonly #plan: TracedPlan;
  readonly #model: ModelClass<M>;
  readonly #readerOf: ReaderOf;

  constructor(plan: TracedPlan, compiled: CompiledReads | null, readerOf: ReaderOf) {
    this.#plan = plan;
    this.#model = plan.model as ModelClass<M>;
    this.#readerOf = readerOf;
    const check = (model: M | Invalid): M | Invalid =>
      model === INVALID || applyForeignRules(plan, model).length > 0 ? INVALID : model;
    const hydrate = (compiled?.hydrate ?? refuse) as Hydrate<M>;
    const construct = (compiled?.construct ?? refuse) as unknown as Construct<M>;
    this.hydrate = plan.hasForeignRules ? (value) => check(hydrate(value)) : hydrate;
    this.#construct = plan.hasForeignRules ? (model, input) => check(construct(model, input)) : construct;
  }

  /** What an instance is to another class that reads it: its values by wire names. */
  abstract input(model: M): Fields;

  /**
   * Makes an instance from a wire object, or from an instance of any model by its wire names. What is wrong is given, not thrown:
   * thrown and caught, it would take as long as all else that is done for it.
   */
  read(value: unknown): M | ValidationError {
    try {
      let input = value;
      if (value instanceof ModelBase) {
        if (this.#plan.wire.keepsUnset && value instanceof this.#model) return this.#readAgain(value);
        input = this.#readerOf(value.constructor as ModelClass).input(value);
      }
      const quick = this.hydrate(input);
      if (quick !== INVALID) return quick;
      const ofOtherCopy = input === value ? inputOf(value) : null;
      if (ofOtherCopy !== null) return this.read(ofOtherCopy);
      return isObject(input) ? this.#explain(blank(this.#model), input, 'wire') : this.#notAnObject(value);
    } catch (error) {
      return this.#tooDeep(error);
    }
  }

  /**
   * Makes an instance from values by property names, out of the blank one that a constructor made.
   *
   * @throws {@link ValidationError}
   */
  construct(model: M, fields: unknown): M {
    // of this realm nearly every one is a literal
    const isLiteral =
      typeof fields === 'object' && fields !== null && Object.getPrototypeOf(fields) === Object.prototype;
    if (!isLiteral && !isObject(fields)) throw this.#notAnObject(fields);
    let made: M | ValidationError;
    try {
      const quick = this.#construct(model, fields);
      made = quick === INVALID ? this.#explain(model, fields, 'property') : quick;
    } catch (error) {
      throw this.#tooDeep(error);
    }
    if (made instanceof ModelBase) return made;
    throw made;
  }

  /** Whether a value is an instance of the class that holds what its fields ask for. */
  is(value: unknown): value is M {
    if (!(value instanceof this.#model) || this.#readerFor(value) === null) return false;
    try {
      return (
        this.accept(value, 'property') !== INVALID ||
        this.interpret(value, new Faults(this.#plan.wire), 'property') !== INVALID
      );
    } catch (error) {
      if (isTooDeep(error)) return false;
      throw error;
    }
  }

  /**
   * Makes an instance of a canonical value, inside a quick walk; INVALID for any other, which ends that walk. May run out of
   * stack.
   */
  accept(value: unknown, naming: Naming): M | Invalid {
    if (!isPlainObject(value)) return this.again(value);
    return naming === 'wire' ? this.hydrate(value) : this.#construct(blank(this.#model), value);
  }

  /**
   * Makes an instance of any accepted value, inside the slow walk; of a model of another class, by its wire names. May run out
   * of stack.
   *
   * @source pydantic 1, main.py, `BaseModel.validate`
   */
  interpret(value: unknown, faults: Faults, naming: Naming): M | Invalid {
    const reader = value instanceof this.#model ? this.#readerFor(value) : null;
    if (reader !== null) return reader.#interpretAgain(value as M, faults);
    const input = inputOf(value) ?? value;
    if (!isObject(input)) return faults.add({ code: 'model' });
    const model = blank(this.#model);
    return this.#fill(model, input, input === value ? naming : 'wire', faults) ? model : INVALID;
  }

  /** The reader of an instance's own class; null for one of another wire, which is read by its wire names. */
  #readerFor(value: M): Reader<M> | null {
    const reader = this.#readerOf(value.constructor as ModelClass<M>);
    return reader.#plan.wire === this.#plan.wire ? reader : null;
  }

  #acceptAgain(source: M): M | Invalid {
    const made = this.#construct(blank(this.#model), this.#valuesOf(source));
    if (made !== INVALID) this.#takeOver(source, made);
    return made;
  }

  #interpretAgain(source: M, faults: Faults): M | Invalid {
    const model = blank(this.#model);
    if (!this.#fill(model, this.#valuesOf(source), 'property', faults)) return INVALID;
    this.#takeOver(source, model);
    return model;
  }

  /** What is read of an instance: only its fields, where other names are refused. */
  #valuesOf(source: M): Fields {
    const held = source as unknown as Fields;
    if (!this.#plan.forbidsExtras) return held;
    return Object.fromEntries(this.#plan.fields.map(({ property }) => [property, held[property]]));
  }

  /** Gives a checked copy what its original has beside its values: which fields are set, and what the class carries over. */
  #takeOver(source: M, copy: M): void {
    const { fields, remembered, trace } = this.#plan;
    let given = emptySet(fields.length);
    for (const field of fields) if (isSet(this.#plan, source, field)) given = withBit(given, field.bit);
    const held = copy as unknown as Fields;
    trace.remember(
      copy,
      given,
      remembered.map(({ property }) => held[property]),
    );
    ModelBase.carry(source, copy);
  }

  /** Makes another instance from an instance, or gives what is wrong with it. */
  #readAgain(source: M): M | ValidationError {
    const quick = this.again(source);
    if (quick !== INVALID) return quick;
    const faults = new Faults(this.#plan.wire);
    const made = this.interpret(source, faults, 'property');
    return made === INVALID ? ValidationError.of(this.#model, faults.issues) : made;
  }

  #explain(model: M, input: object, naming: Naming): M | ValidationError {
    const faults = new Faults(this.#plan.wire);
    return this.#fill(model, input, naming, faults) ? model : ValidationError.of(this.#model, faults.issues);
  }

  /** Fills a blank instance, unless something is wrong with the input. */
  #fill(model: M, input: object, naming: Naming, faults: Faults): boolean {
    if (!interpret(this.#plan, model, input, faults, naming)) return false;
    const issues = applyForeignRules(this.#plan, model);
    faults.include(issues);
    return issues.length === 0;
  }

  #notAnObject(value: unknown): ValidationError {
    return refusalOf(this.#plan, { code: 'root', model: this.#model.name, given: value });
  }

  /** The error of a value that is nested too deep. Anything else that was thrown is rethrown. */
  #tooDeep(error: unknown): ValidationError {
    if (isTooDeep(error)) return tooDeep(this.#plan);
    throw error;
  }
}

/** Accepts nothing: without generated code, everything is read by `interpret`. */
const refuse = (): Invalid => INVALID;
