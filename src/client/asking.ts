/* From a route of the contract and what a caller gives to a request, and from its answer to models. */
import {
  type AnswerOf,
  type BodyOf,
  type Content,
  type ParamsOf,
  type Plain,
  type QueryOf,
  type Route,
  type RouteModel,
} from '../api/index.js';
import { type DateTimeInput, type Issue, types, PrefectBaseModel, type UpdateOf, ValidationError } from '../index.js';
import { type CodedFault, Faults, INVALID, kindFor, said, wireFor } from '../inner.js';
import { type DateTime } from 'luxon';
import {
  type Asked,
  ObjectAlreadyExists,
  ObjectNotFound,
  PrefectHttpError,
  refusal,
  UnexpectedAnswer,
} from './errors.js';
import { type Answer, detailOf, objectIn, type Sent } from './transport.js';

/**
 * What a caller gives of a model: any of its fields, by property names, but those that are needed.
 *
 * @typeParam Needed - what may not be left out
 */
export type Given<M, Needed extends string = never> = GivenFields<M> & {
  readonly [Name in Needed & keyof UpdateOf<M>]-?: Exclude<GivenFields<M>[Name], undefined>;
};

type GivenFields<M> = { readonly [Name in keyof UpdateOf<M>]?: Value<M[Name & keyof M]> };

type Value<T> = unknown extends T
  ? unknown
  : T extends DateTime
    ? DateTimeInput
    : T extends PrefectBaseModel
      ? T | GivenFields<T>
      : T extends readonly (infer Item)[]
        ? readonly Value<Item>[]
        : T;

/** What a request holds beside its route. */
export type RequestOf<R extends Route> = Part<'params', ParamsOf<R>> & Part<'query', QueryOf<R>> & BodyPart<BodyOf<R>>;

type Part<Name extends string, Values> = keyof Values extends never
  ? Readonly<Partial<Record<Name, never>>>
  : object extends Values
    ? Readonly<Partial<Record<Name, Values>>>
    : Readonly<Record<Name, Values>>;

type BodyPart<Body> = Body extends undefined
  ? { readonly body?: never }
  : { readonly body: Body extends readonly (infer Item)[] ? readonly (Item | Given<Item>)[] : Body | Given<Body> };

/** The same as it is known here: what a caller may give, its route decides. */
export interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

/** A class of models as it runs. */
type Model = (new (fields: unknown) => PrefectBaseModel) & { parse(value: unknown): PrefectBaseModel };

/**
 * The request of a route.
 *
 * @throws {@link ValidationError} for what the route does not take: nothing is sent
 */
export function sentOf(route: Route, { params = {}, query = {}, body }: AnyRequest): Sent {
  const { method, path, texts = [] } = route;
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(texts.includes(name) ? textOf(route, name, params[name]) : idOf(route, name, params[name])),
  );
  return { method, path: filled, query: queryOf(route, query), body: bodyOf(route.fields ?? route.body, body) };
}

function idOf(route: Route, name: string, given: unknown): string {
  const wire = wireFor(PrefectBaseModel);
  const faults = new Faults(wire);
  const id = kindFor(types.uuid, wire).interpret(given, faults, 'wire');
  if (id === INVALID)
    throw refused(
      route,
      faults.issues.map((issue) => ({ ...issue, loc: [name] })),
    );
  return id;
}

/** A text as a part of a path: of these, two lead out of it, and one to another route. */
function textOf(route: Route, name: string, given: unknown): string {
  if (typeof given === 'string' && !['', '.', '..'].includes(given)) return given;
  throw refused(route, [issueOf(name, { code: 'rule', msg: 'must be a name' })]);
}

function issueOf(name: string, fault: CodedFault): Issue {
  return { loc: [name], ...said(PrefectBaseModel, fault) };
}

function refused({ operation }: Route, issues: readonly Issue[]): ValidationError {
  return new ValidationError(operation, issues);
}

function queryOf(route: Route, given: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, route.query?.[name]?.format === 'uuid' ? idOf(route, name, value) : value]];
  });
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** Only what was given: a server fills in the rest, and what is changed is what is sent. */
function bodyOf(content: Content | undefined, given: unknown): string | null {
  if (content === undefined || content === null) return null;
  if (Array.isArray(content)) {
    const [model] = content as [RouteModel];
    return `[${(given as unknown[]).map((item) => textIn(model, item)).join()}]`;
  }
  return typeof content === 'function' ? textIn(content, given) : JSON.stringify(given);
}

function textIn(model: RouteModel, given: unknown): string {
  const made = given instanceof PrefectBaseModel ? given : new (model as unknown as Model)(given ?? {});
  return made.json({ excludeUnset: true });
}

/**
 * What an answer holds, as the route says.
 *
 * @throws {@link UnexpectedAnswer} for anything else
 */
export function readAnswer<R extends Route>(route: R, asked: Asked, { status, value }: Answer): AnswerOf<R> {
  const { answers } = route;
  const content = status in answers ? answers[status]! : Object.values(answers)[0]!;
  try {
    return contentIn(content, value) as AnswerOf<R>;
  } catch (error) {
    throw new UnexpectedAnswer(asked, status, 'what is no answer of this route', error);
  }
}

function contentIn(content: Content, value: unknown): unknown {
  if (content === null) return undefined;
  if (Array.isArray(content)) {
    const [model] = content as [RouteModel];
    if (!Array.isArray(value)) throw new TypeError('it is no list');
    return value.map((item) => modelIn(model, item));
  }
  return typeof content === 'function' ? modelIn(content, value) : plainIn(content as Plain, value);
}

function modelIn(model: RouteModel, value: unknown): PrefectBaseModel {
  return (model as unknown as Model).parse(value);
}

const TYPES = { boolean: 'boolean', integer: 'number', string: 'string' } as const;

function plainIn({ type }: Plain, value: unknown): unknown {
  if (type === 'null') return null;
  if (typeof value !== TYPES[type]) throw new TypeError(`it is no ${type}`);
  return value;
}

/** The error of an answer that says that a request cannot be done. */
export function refuseAnswer(route: Route, asked: Asked, answer: Answer): Error {
  const { status } = answer;
  const detail = detailOf(answer);
  if (status === 404) return new ObjectNotFound(asked, status, detail);
  // of a proposal it says that another one came at the same time
  if (status === 409 && !route.path.endsWith('/set_state')) return new ObjectAlreadyExists(asked, status, detail);
  const error = new PrefectHttpError(asked, status, detail);
  const { exception_detail: issues } = objectIn(answer);
  return status === 422 && isIssues(issues) ? refusal(route.operation, issues, error) : error;
}

function isIssues(value: unknown): value is Issue[] {
  return Array.isArray(value) && value.every((each) => Array.isArray((each as Partial<Issue> | null)?.loc));
}
