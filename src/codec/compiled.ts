/*
 * Plan -> all the functions that are generated for a class when it is first used. In the bundle for browsers
 * `without-compiled.ts` stands in the place of this file, and nothing of what it imports is there.
 */
import { layOutBy } from '../fields/index.js';
import { mayCompile } from './emit/may-compile.js';
import { compileTrace } from './emit/trace.js';
import { compileConstruct, compileHydrate } from './read/compiled.js';
import { type CompiledReads } from './read/reader.js';
import { compileLayOut } from './emit/lay-out.js';
import { type Plan } from './plan/plan.js';
import {
  compileDict,
  compileText,
  compileWire,
  type DictPart,
  type DictWhole,
  type WriteText,
  type WriteWire,
} from './write/compiled.js';
import { compileCopy, compileCopyWith, type CopyWhole } from './copy/compiled.js';
import { QuickCopier } from './copy/copier.js';
import { plainTrace, type TraceOf } from './plan/trace.js';
import { compileEqual, type EqualOf, equalQuickly, type EqualWhole } from './compare/compiled.js';

/** What was generated for a class. */
export interface Compiled extends CompiledReads {
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly copy: CopyWhole;
  readonly copier: QuickCopier;
  readonly equal: EqualWhole;
  /** The same, from outside; null for what is too deep or too much. */
  readonly equalQuickly: (left: object, right: object, leftOut: ReadonlySet<string>) => boolean | null;
  /** Gives the function that writes all fields but one, made when it is first asked for. */
  readonly dictWithout: (property: string | null) => DictWhole;
  readonly source: string;
}

/** What generated code calls for values that it does not know: they may be models of any class. */
export interface Calls {
  readonly equalOf: EqualOf;
  readonly part: DictPart;
}

/** Generates the functions of a class; null where none may be generated. */
export function compile(plan: Plan, { equalOf, part }: Calls): Compiled | null {
  if (!mayCompile()) return null;
  layOutBy(plan.model, () => compileLayOut(plan).run);
  const hydrate = compileHydrate(plan);
  const construct = compileConstruct(plan);
  const text = compileText(plan);
  const wire = compileWire(plan);
  const copy = compileCopy(plan);
  const copyWith = compileCopyWith(plan);
  const equal = compileEqual(plan, equalOf);
  const made = [hydrate, construct, text, wire, copy, copyWith, equal, compileDict(plan, null, part)];
  const dicts = new Map<string | null, DictWhole>();
  return {
    hydrate: hydrate.run,
    construct: construct.run,
    text: text.run,
    wire: wire.run,
    copy: copy.run,
    copier: new QuickCopier(plan, copyWith.run),
    equal: equal.run,
    equalQuickly: (left, right, leftOut) => equalQuickly(equal.run, left, right, leftOut),
    dictWithout(property) {
      let dict = dicts.get(property);
      if (dict === undefined) dicts.set(property, (dict = compileDict(plan, property, part).run));
      return dict;
    },
    source: made.map(({ source }) => source).join('\n\n'),
  };
}

/** Makes the trace of a class, compiled where that is allowed. */
export const traceOf: TraceOf = (name, none) => (mayCompile() ? compileTrace : plainTrace)(name, none);
