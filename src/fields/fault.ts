/*
 * What can be wrong with a value: a code with its facts. Each wire has its own words for it: those of its major version of
 * Prefect.
 */
import { type Issue } from '../errors/index.js';
import { type JsonFault } from '../text/index.js';

/** What is wrong with a value, in words, without its place. */
export type FieldFault = Pick<Issue, 'msg' | 'type' | 'ctx'>;

/** What was given, for words that depend on it; it is never shown. */
interface Given {
  readonly given: unknown;
}

interface Limit {
  readonly limit: number;
}

/** The facts of each fault, by its code. */
export interface FaultFacts {
  /** A required field is not there. */
  missing: object;
  /** Null, where it is not allowed. */
  none: object;
  /** A name that is no field. */
  extra: object;
  /** The value as a whole is no object. */
  root: Given & { readonly model: string };
  /** What a nested model is to be made of is no object. */
  model: object;
  record: object;
  list: object;
  set: object;
  /** An item of a set that Python cannot hash. */
  unhashable: Given;
  bool: Given;
  int: Given;
  float: Given;
  uuid: Given;
  dateTime: Given;
  string: Given;
  bytes: Given;
  enum: { readonly values: readonly string[] };
  literal: Given & { readonly values: readonly string[] };
  minLength: Limit;
  maxLength: Limit;
  /** Bytes of UTF-8. */
  maxBytes: Limit;
  pattern: { readonly source: string };
  minItems: Limit & { readonly length: number };
  maxItems: Limit & { readonly length: number };
  minimum: Limit;
  exclusiveMinimum: Limit;
  maximum: Limit;
  exclusiveMaximum: Limit;
  finite: object;
  /** A value in memory that is not of the kind, although reading would accept it. */
  unread: { readonly kind: string };
  /** A value where only null may stand. */
  notNull: object;
  /** A rule that says itself what is wrong; `rule` is its name, where it has one. */
  rule: { readonly msg: string; readonly rule?: string; readonly ctx?: FieldFault['ctx'] };
  /** A rule of types, that says itself what is wrong. */
  ruleOfType: { readonly msg: string; readonly rule: string };
  tooDeep: object;
  /** JSON text is to be read of what is neither text nor bytes. */
  jsonInput: Given;
  utf8: object;
  json: { readonly fault: JsonFault; readonly msg: string };
  /** The body of a request is not JSON. */
  body: { readonly fault: JsonFault; readonly msg: string; readonly text: string };
}

/** What is wrong with a value: a code and its facts. */
export type CodedFault = { [Code in keyof FaultFacts]: { readonly code: Code } & FaultFacts[Code] }[keyof FaultFacts];

/** What is wrong with a value: in words, or for the wire to say. */
export type AnyFault = FieldFault | CodedFault;
