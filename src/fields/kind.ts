/*
 * A kind is everything that is known of one type of value: what it takes, how it is kept, how it is written. Decorators, both
 * halves of the codec, class-transformer and class-validator all ask the same record.
 */
import { type Issue } from '../errors/index.js';
import { type AnyFault } from './fault.js';
import { INVALID, type Invalid } from './invalid.js';
import { type JsonOptions, type JsonValue } from '../values/index.js';
import { DEFAULT_WIRE, type Wire, wordsOf } from './wires/index.js';

/** Whose names the keys of an input are: the wire's (`flow_run_id`) or the class's (`flowRunId`). */
export type Naming = 'wire' | 'property';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The alternatives of a schema (`anyOf`); of a schema without any, the schema itself. @internal */
export function alternativesOf(schema: JsonSchema): readonly [JsonSchema, ...JsonSchema[]] {
  const { anyOf, ...others } = schema;
  return Array.isArray(anyOf) && Object.keys(others).length === 0 ? (anyOf as [JsonSchema]) : [schema];
}

/** Whether a schema takes whatever there is. @internal */
export function saysNothing(schema: JsonSchema): boolean {
  return Object.keys(schema).length === 0;
}

/** Where a schema is to be read. OpenAPI 3.0 has its own way to say null and to share schemas. */
export type SchemaTarget = 'draft-2020-12' | 'draft-07' | 'openapi-3.0';

/** Collects the schemas of nested models, and knows where they are to be read. */
export interface SchemaRefs {
  /** Gives the `$ref` of a model's schema, which is made once. */
  refTo(model: { readonly name: string }, make: () => JsonSchema): JsonSchema;
  /** The same or null, in the words of the target. */
  orNull(schema: JsonSchema): JsonSchema;
  readonly target: SchemaTarget;
  /** Whether schemas of what is written are asked for, or of what is taken. */
  readonly io: 'input' | 'output';
}

/** Gives the name under which generated code sees a value. */
export type Hoist = (name: string, value: unknown) => string;

/** What generated code does with values of a kind instead of calling it. */
export interface Inline {
  /** An expression that is true for what `accept` takes, which is kept as it is; left out, the kind is asked. */
  readonly test?: (variable: string, hoist: Hoist) => string;
  /** An expression that gives what `accept` makes of the commonest form, null for all others; left out, the kind is asked. */
  readonly read?: (variable: string, hoist: Hoist) => string;
  /**
   * An expression that gives the JSON text of a value that passed the test, which JSON holds as it is, or of one that `writes`
   * takes; left out, the kind is asked.
   */
  readonly text?: (variable: string, hoist: Hoist) => string;
  /** An expression that is true for a value in memory of which `text` gives the text, where JSON holds another one. */
  readonly writes?: (variable: string, hoist: Hoist) => string;
  /** An expression that is true for two values, any values, that are equal; left out, they are compared as any two are. */
  readonly same?: (left: string, right: string, hoist: Hoist) => string;
}

/** One type of value; `T` is how it is kept in memory. Null comes to it only when `takesNull`, undefined never does. */
export interface Kind<T = unknown> {
  readonly name: string;
  /** Whether null is one of its values, as an item of a list or a record. A field says by itself whether it is nullable. */
  readonly takesNull?: boolean;
  /** The kind of its items, when it is made of another kind. */
  readonly items?: Kind;
  /** The kinds of which a value has one, when it is a union. */
  readonly members?: readonly Kind[];
  /** The one of {@link Kind.members} that a value in memory has. */
  readonly memberOf?: (value: unknown) => Kind | undefined;
  /** Whether options such as `exclude` reach into its values, which are containers or models. */
  readonly holdsParts?: boolean;
  /** Takes the canonical forms, wire or memory; everything else is INVALID. Builds no issue and changes no input. */
  accept(value: unknown, naming: Naming): T | Invalid;
  /** Takes every form that the reference takes, and reports what is wrong. */
  interpret(value: unknown, faults: Faults, naming: Naming): T | Invalid;
  /** Whether a value is one of this kind as memory keeps it. */
  is(value: unknown): value is T;
  /** The value as JSON holds it; what is no value of this kind (assigned by hand) is written as it is. */
  toWire(value: T, options: JsonOptions, place: string): JsonValue;
  /** The JSON text of {@link Kind.toWire} without options. */
  text(value: T, place: string): string;
  /** A value that shares nothing changeable with this one; `data` is shared unless `deep`. */
  copy(value: T, deep: boolean): T;
  schema(refs: SchemaRefs): JsonSchema;
}

// beside the kinds, not in them: a kind that is spread from one of these, with another `accept`, must not inherit it
const inlines = new WeakMap<object, Inline>();

/** Says how generated code goes without a kind whose copies, when not deep, are the values themselves. @internal */
export function inlined<T>(kind: Kind<T>, inline: Inline): Kind<T> {
  inlines.set(kind, inline);
  return kind;
}

/** How generated code goes without a kind; undefined when it must call it. @internal */
export function inlineOf(kind: Kind): Inline | undefined {
  return inlines.get(kind);
}

/** Whether copies of a kind's values are the values themselves, which neither hold parts nor change. @internal */
export function keepsItems(kind: Kind): boolean {
  return inlineOf(kind) !== undefined && kind.holdsParts !== true;
}

/** Whether a value is a kind; what a decorator was given may be anything. */
export function isKind(value: unknown): value is Kind {
  if (typeof value !== 'object' || value === null) return false;
  const { name, accept } = value as Partial<Kind>;
  return typeof name === 'string' && typeof accept === 'function';
}

/** The faults found so far and the place that is looked at. */
export class Faults {
  readonly issues: Issue[] = [];
  readonly #wire: Wire;
  readonly #path: (string | number)[] = [];

  /** @param wire - makes the words of the faults */
  constructor(wire: Wire = DEFAULT_WIRE) {
    this.#wire = wire;
  }

  /** Reports a fault at the current place. Returns INVALID, so that a kind can end with it. */
  add(fault: AnyFault): Invalid {
    const { msg, type, ctx } = wordsOf(this.#wire, fault);
    const loc = [...this.#path];
    this.issues.push(ctx === undefined ? { loc, msg, type } : { loc, msg, type, ctx });
    return INVALID;
  }

  /** Reports null, or what is not there, where a value of a kind is asked for. */
  addNull(kind: Kind, naming: Naming): Invalid {
    if (this.#wire.refusesNullByKind && kind.interpret(null, this, naming) === INVALID) return INVALID;
    return this.add({ code: 'none' });
  }

  /** Collects faults apart, in the same words, until it is known whether they count. */
  apart(): Faults {
    return new Faults(this.#wire);
  }

  /** Reports faults that were found elsewhere, as faults below the current place. */
  include(issues: readonly Issue[]): void {
    for (const issue of issues) this.issues.push({ ...issue, loc: [...this.#path, ...issue.loc] });
  }

  /** Looks at one place below the current one. */
  at<R>(key: string | number, look: () => R): R {
    this.#path.push(key);
    const seen = look();
    this.#path.pop();
    return seen;
  }
}

// beside the kinds, not in them: a kind that is spread from one of these, with another `interpret`, must not inherit it
const makers = new WeakMap<object, (wire: Wire) => Kind>();
const twins = new WeakMap<Wire, WeakMap<object, Kind>>();

/**
 * Makes a kind whose lenient forms or texts differ between the wires.
 *
 * @returns the kind of the default wire, by which {@link kindFor} finds the others
 */
export function perWire<T>(make: (wire: Wire) => Kind<T>): Kind<T> {
  const kind = make(DEFAULT_WIRE);
  makers.set(kind, make);
  return kind;
}

/** The kind that stands for a kind in a wire. One of the user's own is the same in all. */
export function kindFor<T>(kind: Kind<T>, wire: Wire): Kind<T> {
  const make = wire === DEFAULT_WIRE ? undefined : makers.get(kind);
  if (make === undefined) return kind;
  let known = twins.get(wire);
  if (known === undefined) twins.set(wire, (known = new WeakMap()));
  let twin = known.get(kind);
  if (twin === undefined) known.set(kind, (twin = make(wire)));
  return twin as Kind<T>;
}
