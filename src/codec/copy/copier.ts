/*
 * The commonest copy: of a whole model, some values replaced by canonical ones. For everything else it answers null; then
 * `copyModel` runs, which knows all options and makes the issues.
 */
import { INVALID } from '../../fields/index.js';
import { type CopyOptions } from './interpreted.js';
import { type CopyWith } from './compiled.js';
import { emptySet, type FieldSet, setOf, withBit } from '../plan/field-set.js';
import { type Plan } from '../plan/plan.js';
import { type ModelBase } from '../plan/model-base.js';

const NO_UPDATE = Object.freeze({});

/** Copies the instances of one class. */
export class QuickCopier {
  readonly #plan: Plan;
  readonly #copyWith: CopyWith;
  readonly #always: NamedFields;
  readonly #reset: NamedFields;

  constructor(plan: Plan, copyWith: CopyWith) {
    this.#plan = plan;
    this.#copyWith = copyWith;
    this.#always = new NamedFields(plan);
    this.#reset = new NamedFields(plan);
  }

  /**
   * Copies a whole model and puts canonical values into the copy; null where more is asked for, or something is wrong. May
   * run out of stack.
   *
   * @param reset - names of the fields that `resetFields` resets
   * @param always - names of the fields that every copy resets
   */
  copy(
    model: ModelBase,
    options: CopyOptions,
    reset: ReadonlySet<string>,
    always: ReadonlySet<string>,
  ): ModelBase | null {
    const { update, resetFields, include, exclude, deep } = options;
    if (include || exclude || deep === true || this.#plan.hasForeignRules) return null;
    const ofAll = this.#always.setOf(always);
    const renewed = resetFields === true ? withBit(ofAll, this.#reset.setOf(reset)) : ofAll;
    const copy = this.#copyWith(model, update ?? NO_UPDATE, renewed);
    return copy === INVALID ? null : copy;
  }
}

/** Turns names into fields. It caches the last set, because a class nearly always gives the same one. */
class NamedFields {
  readonly #plan: Plan;
  #names: ReadonlySet<string> | null = null;
  #size = 0;
  #set: FieldSet;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#set = emptySet(plan.fields.length);
  }

  setOf(names: ReadonlySet<string>): FieldSet {
    if (names !== this.#names || names.size !== this.#size) {
      const { fields } = this.#plan;
      this.#set = setOf(
        fields.filter(({ property }) => names.has(property)),
        fields.length,
      );
      this.#names = names;
      this.#size = names.size;
    }
    return this.#set;
  }
}
