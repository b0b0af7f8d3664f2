/* Plan -> all the functions that are generated for a class when it is first used. */
import { compileConstruct, compileHydrate, type Construct, type Hydrate } from './hydrate.js';
import { type Plan } from './plan.js';
import { compileSlots } from './slots.js';
import { compileText, compileWire, type WriteText, type WriteWire } from './serialize.js';
import { compileCopy, compileCopyWith, type CopyWhole, type CopyWith } from './copy-whole.js';
import { compileDict, compileEqual, type DictPart, type EqualWhole } from './whole.js';

/** The functions that were generated for a class. */
export interface Compiled {
  readonly hydrate: Hydrate;
  readonly construct: Construct;
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly copy: CopyWhole;
  readonly copyWith: CopyWith;
  /** Whether instances are made without their constructor. */
  readonly hasSlots: boolean;
  readonly equal: EqualWhole;
  readonly source: string;
}

/** What the functions call for values that they do not know. */
export interface Calls {
  readonly same: (left: unknown, right: unknown) => boolean;
  readonly part: DictPart;
}

/** Generates the functions of a class. */
export function compile(plan: Plan, { same, part }: Calls): Compiled {
  const slots = compileSlots(plan);
  const hydrate = compileHydrate(plan, slots?.run ?? null);
  const construct = compileConstruct(plan, slots?.run ?? null);
  const text = compileText(plan);
  const wire = compileWire(plan);
  const copy = compileCopy(plan, slots?.run ?? null);
  const copyWith = compileCopyWith(plan, slots?.run ?? null);
  const equal = compileEqual(plan, same);
  const made = [
    ...(slots === null ? [] : [slots]),
    hydrate,
    construct,
    text,
    wire,
    copy,
    copyWith,
    equal,
    compileDict(plan, null, part),
  ];
  return {
    hydrate: hydrate.run,
    construct: construct.run,
    text: text.run,
    wire: wire.run,
    copy: copy.run,
    copyWith: copyWith.run,
    hasSlots: slots !== null,
    equal: equal.run,
    source: made.map(({ source }) => source).join('\n\n'),
  };
}
