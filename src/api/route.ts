/* What a route is: data, from which a server makes controllers and a document, and a client its calls and their types. */
import { type JsonSchema, type JsonSchemaOptions, type PrefectBaseModel } from '../index.js';

/** A class of models, as a route names it. */
export type RouteModel = (abstract new (...given: never) => PrefectBaseModel) & {
  readonly name: string;
  jsonSchema(options: JsonSchemaOptions): JsonSchema;
};

/** What is no model, as a JSON Schema. */
export type Plain = { readonly type: 'boolean' | 'integer' | 'string' | 'null' };

/** What a body or an answer holds: a model, a list of one, a plain value; null for nothing at all. */
export type Content = RouteModel | readonly [RouteModel] | Plain | null;

/** The value that a body or an answer holds. */
export type ContentOf<C> = C extends readonly [infer M extends RouteModel]
  ? InstanceType<M>[]
  : C extends RouteModel
    ? InstanceType<C>
    : C extends { readonly type: infer T extends keyof PlainValues }
      ? PlainValues[T]
      : undefined;

interface PlainValues {
  readonly boolean: boolean;
  readonly integer: number;
  readonly string: string;
  readonly null: null;
}

/** One parameter behind the `?`. */
export type QueryParameter = {
  readonly format?: 'uuid';
  readonly description?: string;
  readonly required: boolean;
};

/** A route of the REST contract. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Behind the address of the API; a parameter stands as `:id`. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** The group in which a document shows it. */
  readonly tag: string;
  /** Parameters of the path that are no UUID. */
  readonly texts?: readonly string[];
  readonly query?: Readonly<Record<string, QueryParameter>>;
  /** What is sent. */
  readonly body?: Content;
  /** Sent instead of a body: a model whose fields are parameters, so that null counts as left out. */
  readonly fields?: RouteModel;
  /** What is answered when all went well, by status. */
  readonly answers: Readonly<Record<number, Content>>;
  /** What is answered when not, by status, beside what any route may answer. */
  readonly errors?: Readonly<Record<number, readonly RouteModel[]>>;
}

type NamesIn<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters in a route's path. */
export type ParamsOf<R extends Route> = Readonly<Record<NamesIn<R['path']>, string>>;

type NamesWith<Q, Required> = {
  [Name in keyof Q]: Q[Name] extends { readonly required: Required } ? Name : never;
}[keyof Q];

/** The parameters behind the `?` of a route. */
export type QueryOf<R extends Route> = Readonly<Record<NamesWith<R['query'], true>, string>> &
  Readonly<Partial<Record<NamesWith<R['query'], false>, string>>>;

/** What a route is sent; undefined for nothing. */
export type BodyOf<R extends Route> = R extends { readonly fields: infer M extends RouteModel }
  ? InstanceType<M>
  : R extends { readonly body: infer C }
    ? ContentOf<C>
    : undefined;

/** What a route answers when all went well. */
export type AnswerOf<R extends Route> = ContentOf<R['answers'][keyof R['answers']]>;

/** A route as it is written, with all of its types. */
export function route<const R extends Route>(written: R): R {
  return written;
}
