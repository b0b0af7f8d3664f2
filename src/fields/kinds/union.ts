import { copyValue } from '../../values/index.js';
import { INVALID, type Invalid } from '../invalid.js';
import { alternativesOf, Faults, isKind, type Kind, kindFor, type Naming, perWire } from '../kind.js';
import { json } from './json.js';
import { isNested } from './nested.js';

/** What a kind holds, of whichever kind it is. */
export type HeldBy<K> = K extends Kind<infer T> ? T : never;

/** How a value is written that was assigned by hand and fits no member. */
const NO_MEMBER: Kind = { ...json, copy: (value) => copyValue(value) };

/**
 * A value of one of several kinds. The first member that takes a value reads it, in any form that it takes: a union of an
 * int and a string reads `"5"` as 5. When none takes it, the faults of all are told, in their order and each at its place.
 *
 * @param members - the kinds, in the order in which they are asked
 * @source pydantic 1, fields.py, `ModelField._validate_singleton`
 * @example
 * ```ts
 * class Retry extends PrefectBaseModel {
 *   @Field.union([types.int(), types.list(types.int())], { default: null }) declare delay: number | number[] | null;
 * }
 * Retry.parse({ delay: ['1', 2] }).delay //=> [1, 2]
 * ```
 */
export function union<const Members extends readonly [Kind, ...Kind[]]>(
  members: Members,
): Kind<HeldBy<Members[number]>> {
  return perWire((wire) =>
    unionOf<Members>(members.map((member) => (isKind(member) ? kindFor(member, wire) : member))),
  );
}

function unionOf<Members extends readonly [Kind, ...Kind[]]>(members: readonly Kind[]): Kind<HeldBy<Members[number]>> {
  // what is not a kind is reported at the first use of the class
  const kinds = members.filter(isKind);
  const ofNull = kinds.filter((member) => member.takesNull === true);
  const asked = (value: unknown): readonly Kind[] => (value === null ? ofNull : kinds);
  const memberOf = (value: unknown): Kind | undefined => {
    for (const member of asked(value)) if (holds(member, value)) return member;
    return undefined;
  };
  return {
    name: 'union',
    takesNull: ofNull.length > 0,
    members,
    memberOf,
    holdsParts: kinds.some((member) => member.holdsParts === true),
    is: (value): value is HeldBy<Members[number]> => asked(value).some((member) => member.is(value)),
    accept: (value, naming) => acceptFirst(asked(value), value, naming) as HeldBy<Members[number]> | Invalid,
    interpret(value, faults, naming) {
      const found = faults.apart();
      const taken = interpretFirst(asked(value), value, found, naming);
      if (taken === INVALID) faults.include(found.issues);
      return taken as HeldBy<Members[number]> | Invalid;
    },
    toWire: (value, options, place) => (memberOf(value) ?? NO_MEMBER).toWire(value, options, place),
    text: (value, place) => (memberOf(value) ?? NO_MEMBER).text(value, place),
    copy: (value, deep) => (memberOf(value) ?? NO_MEMBER).copy(value, deep) as HeldBy<Members[number]>,
    schema: (refs) => ({ anyOf: kinds.flatMap((member) => alternativesOf(member.schema(refs))) }),
  };
}

/** Whether a value in memory is a member's. A model is known by its class: what was assigned to its fields does not matter here. */
function holds(member: Kind, value: unknown): boolean {
  return isNested(member) ? value instanceof member.model() : member.is(value);
}

function acceptFirst(members: readonly Kind[], value: unknown, naming: Naming): unknown {
  for (const [index, member] of members.entries()) {
    const taken = member.accept(value, naming);
    if (taken === INVALID) continue;
    // a member before this one may read the value in another form than its own, as an int reads '5'
    return interpretFirst(members.slice(0, index), value, new Faults(), naming) === INVALID ? taken : INVALID;
  }
  return INVALID;
}

function interpretFirst(members: readonly Kind[], value: unknown, faults: Faults, naming: Naming): unknown {
  for (const member of members) {
    const taken = member.interpret(value, faults, naming);
    if (taken !== INVALID) return taken;
  }
  return INVALID;
}
