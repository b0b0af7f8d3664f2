/*
 * A wire is what one major version of Prefect does with the same values: the words of its faults, the lenient forms that it
 * reads, how it writes an instant, what counts as set. A class says its wire once; kinds and the codec ask it.
 */
import { type DateTime } from 'luxon';

import { type Issue } from '../../errors/index.js';
import { type AnyFault, type CodedFault, type FaultFacts, type FieldFault } from '../fault.js';
import { type Invalid } from '../invalid.js';

/** The words of each fault. */
export type FaultWords = { readonly [Code in keyof FaultFacts]: (facts: FaultFacts[Code]) => FieldFault };

/** An issue as the body of a 422 has it. */
export interface IssueDetail extends Issue {
  /** What was given at the place, or what lacks it; only where the wire says so. */
  readonly input?: unknown;
}

/** Reads what is taken for a value beside its canonical form. */
export interface Reads {
  readonly bool: (value: unknown) => boolean | Invalid;
  readonly int: (value: unknown) => number | Invalid;
  readonly float: (value: unknown) => number | Invalid;
  readonly uuid: (value: unknown) => string | Invalid;
  readonly string: (value: unknown) => string | Invalid;
  readonly bytes: (value: unknown) => Uint8Array | Invalid;
  /** All forms, the canonical one too. */
  readonly dateTime: (value: unknown) => DateTime | Invalid;
  /** What the body of a request is, as an object of fields. */
  readonly object: (value: unknown) => object | Invalid;
}

/** How the JSON Schemas of a wire's models are written. */
export interface SchemaStyle {
  /** The title of a field; undefined where fields have none. */
  readonly fieldTitle: (wireName: string) => string | undefined;
  /** Whether what is written has a schema of its own: every field is there, and derived fields are not null. */
  readonly tellsWritten: boolean;
  /** Whether fields that are `promised` count as required. */
  readonly keepsPromises: boolean;
  /** Whether null is named beside what takes anything. */
  readonly namesNull: boolean;
  /** Whether an enumeration that has a title is shared under it. */
  readonly sharesEnums: boolean;
  /** Whether a literal of one text is a constant. */
  readonly hasConstants: boolean;
  /** What a record says of values that may be anything. */
  readonly anyValue: true | Readonly<Record<string, never>>;
}

/** One major version of Prefect, as far as its answers differ from another's. */
export interface Wire {
  readonly words: FaultWords;
  /** An issue as the body of a 422 has it; `given` is what stands at its place, or what lacks it. */
  readonly detail: (issue: Issue, given: unknown) => IssueDetail;
  /** The `loc` of a fault of the value as a whole. */
  readonly root: readonly string[];
  /** Whether null is refused by the words of the kind, as any other value that is not of it. */
  readonly refusesNullByKind: boolean;
  /** Whether names that are no field are refused in Prefect's test mode, where a class does not say. */
  readonly hasTestMode: boolean;
  /** Whether names that are no field are told in the order of their code points; else as they came. */
  readonly sortsExtras: boolean;
  /** Whether what a field fills in by itself, such as a name, counts as set. */
  readonly countsFilledIn: boolean;
  /** Whether an instance that is parsed keeps which of its fields are set; else all of them count as given. */
  readonly keepsUnset: boolean;
  /** Whether a default that a function makes is made again to tell whether a value equals it; else nothing equals it. */
  readonly comparesMadeDefaults: boolean;
  /** Whether an empty selection inside of `data` selects nothing, and names on a list that are no index are ignored. */
  readonly selectsStrictly: boolean;
  /** Whether secrets are shown to who asks for them. */
  readonly revealsSecrets: boolean;
  /** The greatest whole number, in size, that counts as one. */
  readonly greatestInt: number;
  readonly schemas: SchemaStyle;
  readonly reads: Reads;
  /** The text of an instant. @throws `ValueError` for one that the wire cannot hold */
  readonly dateText: (dateTime: DateTime) => string;
}

/** What is wrong, in the words of a wire. */
export function wordsOf({ words }: Wire, fault: AnyFault): FieldFault {
  return 'code' in fault ? (words[fault.code] as (facts: CodedFault) => FieldFault)(fault) : fault;
}
