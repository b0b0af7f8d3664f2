/*
 * Plan -> all the functions that are generated for a class when it is first used. In the bundle for browsers
 * `without-compiled.ts` stands in the place of this file, and nothing of what it imports is there.
 */
import { layOutBy } from '../fields/index.js';
import { emitEqual, type EqualOf, equalQuickly, type EqualWhole } from './compare/compiled.js';
import { type CopyWhole, type CopyWith, emitCopy, emitCopyWith } from './copy/compiled.js';
import { compileLayOut } from './emit/lay-out.js';
import { mayCompile } from './emit/may-compile.js';
import { Source } from './emit/source.js';
import { emitTrace } from './emit/trace.js';
import { type Plan } from './plan/plan.js';
import { type Trace } from './plan/trace.js';
import { emitConstruct, emitHydrate } from './read/compiled.js';
import { type CompiledReads } from './read/reader.js';
import {
  type DictPart,
  type DictWhole,
  emitDict,
  emitText,
  emitWire,
  type WriteText,
  type WriteWire,
} from './write/compiled.js';

/** What was generated for a class. */
export interface Compiled extends CompiledReads {
  readonly trace: Trace;
  readonly text: WriteText;
  readonly wire: WriteWire;
  readonly copy: CopyWhole;
  readonly copyWith: CopyWith;
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

/** The class that is generated: its static functions, and the private fields of the model's instances. */
interface Generated extends Trace, CompiledReads {
  readonly writeText: WriteText;
  readonly writeWire: WriteWire;
  readonly copy: CopyWhole;
  readonly copyWith: CopyWith;
  readonly equal: EqualWhole;
  readonly dict: DictWhole;
}

/** Generates the functions of a class; null where none may be generated. */
export function compile(plan: Plan, { equalOf, part }: Calls): Compiled | null {
  if (!mayCompile()) return null;
  layOutBy(plan.model, () => compileLayOut(plan));
  const source = new Source();
  emitTrace(source, plan);
  emitHydrate(source, plan);
  emitConstruct(source, plan);
  emitText(source, plan);
  emitWire(source, plan);
  emitCopy(source, plan);
  emitCopyWith(source, plan);
  emitEqual(source, plan, equalOf);
  emitDict(source, plan, null, part);
  const made = source.compile(plan.model.name) as Generated;
  const dicts = new Map([[null as string | null, made.dict]]);
  return {
    trace: made,
    hydrate: made.hydrate,
    construct: made.construct,
    text: made.writeText,
    wire: made.writeWire,
    copy: made.copy,
    copyWith: made.copyWith,
    equal: made.equal,
    equalQuickly: (left, right, leftOut) => equalQuickly(made.equal, left, right, leftOut),
    dictWithout(property) {
      let dict = dicts.get(property);
      if (dict === undefined) dicts.set(property, (dict = compileDict(plan, property, part)));
      return dict;
    },
    source: source.toString(),
  };
}

function compileDict(plan: Plan, property: string | null, part: DictPart): DictWhole {
  const source = new Source();
  emitDict(source, plan, property, part);
  return (source.compile(`${plan.model.name}.dict`) as Generated).dict;
}
