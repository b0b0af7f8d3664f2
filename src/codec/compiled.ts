/* Plan -> all the functions that are generated for a class when it is first used. */
import { compileConstruct, compileHydrate, type Construct, type Hydrate } from './hydrate.js';
import { type Plan } from './plan.js';
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
  const hydrate = compileHydrate(plan);
  const construct = compileConstruct(plan);
  const text = compileText(plan);
  const wire = compileWire(plan);
  const copy = compileCopy(plan);
  const copyWith = compileCopyWith(plan);
  const equal = compileEqual(plan, same);
  const made = [hydrate, construct, text, wire, copy, copyWith, equal, compileDict(plan, null, part)];
  return {
    hydrate: hydrate.run,
    construct: construct.run,
    text: text.run,
    wire: wire.run,
    copy: copy.run,
    copyWith: copyWith.run,
    equal: equal.run,
    source: made.map(({ source }) => source).join('\n\n'),
  };
}
