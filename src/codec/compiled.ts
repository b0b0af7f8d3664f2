/* Plan -> all the functions that are generated for a class when it is first used. */
import { compileConstruct, compileHydrate, type Construct, type Hydrate } from './hydrate.js';
import { type Plan } from './plan.js';
import { compileSlots } from './slots.js';
import { compileText, compileWire, type WriteText, type WriteWire } from './serialize.js';
import { compileCopy, compileDict, compileEqual, type CopyWhole, type DictPart, type EqualWhole } from './whole.js';

/** The functions that were generated for a class. */
export interface Compiled {
  readonly hydrate: Hydrate;
  readonly construct: Construct;
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly copy: CopyWhole;
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
  const construct = compileConstruct(plan);
  const text = compileText(plan);
  const wire = compileWire(plan);
  const copy = compileCopy(plan, slots?.run ?? null);
  const equal = compileEqual(plan, same);
  const made = [
    ...(slots === null ? [] : [slots]),
    hydrate,
    construct,
    text,
    wire,
    copy,
    equal,
    compileDict(plan, null, part),
  ];
  return {
    hydrate: hydrate.run,
    construct: construct.run,
    text: text.run,
    wire: wire.run,
    copy: copy.run,
    equal: equal.run,
    source: made.map(({ source }) => source).join('\n\n'),
  };
}
