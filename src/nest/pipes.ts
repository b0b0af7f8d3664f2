/*
 * The pipes: each makes a part of a request what its handler takes, or answers what is wrong with it, in the words of the wire
 * of its class.
 */
import { type ArgumentMetadata, BadRequestException, Optional, type PipeTransform } from '@nestjs/common';

import {
  type Issue,
  type JsonSchema,
  type ModelClass,
  PrefectBaseModel,
  type SafeParseResult,
  types,
} from '../index.js';
import {
  decodeUtf8,
  describeJsonFault,
  Faults,
  INVALID,
  isBytes,
  isUuidText,
  kindFor,
  parseJsonText,
  said,
  wireFor,
} from '../inner.js';
import { below, BODY, RequestPart } from './request-part.js';

/** A class of models, as the pipe uses it. */
export type HydratedClass<M extends PrefectBaseModel> = ModelClass<M> & {
  // not of M: TypeScript could not infer M from the class any more
  safeParse(value: unknown): SafeParseResult<PrefectBaseModel>;
  jsonSchema(): JsonSchema;
};

/**
 * Makes the body of a request an instance of a model, by the codec; or its query, or a part with a name. It takes what was
 * parsed as JSON, a text, or bytes. On Prefect 2's wire, what Python makes an object of counts as one: an empty text, an
 * empty list, a list of pairs.
 *
 * @example
 * ```ts
 * @Post()
 * propose(@Body(new HydratePipe(StateCreate)) state: StateCreate) {}
 * ```
 */
export class HydratePipe<M extends PrefectBaseModel> implements PipeTransform<unknown, M> {
  readonly #model: HydratedClass<M>;

  constructor(model: HydratedClass<M>) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with every place that is wrong */
  transform(body: unknown, metadata = BODY): M {
    const part = (): RequestPart => new RequestPart(metadata, this.#model);
    const value = readBody(body, part);
    if (value === undefined || value === null) throw part().fault({ code: 'missing' }, null);
    const object = wireFor(this.#model).reads.object(value);
    if (object === INVALID) throw part().fault({ code: 'model' }, value);
    const read = this.#model.safeParse(object);
    if (read.success) return read.data as M;
    throw part().refusal(read.error.issues, value);
  }
}

/**
 * Makes the body of a request an instance of a model whose fields are a route's several parameters. There a null counts
 * as absent, and a body that is no object lacks them all.
 *
 * @source fastapi, dependencies/utils.py, `request_body_to_args`
 */
export class HydrateFieldsPipe<M extends PrefectBaseModel> implements PipeTransform<unknown, M> {
  readonly #model: HydratedClass<M>;

  constructor(model: HydratedClass<M>) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with every place that is wrong */
  transform(body: unknown, metadata = BODY): M {
    const part = (): RequestPart => new RequestPart(metadata, this.#model);
    const value = readBody(body, part) ?? null;
    if (typeof value !== 'object' || Array.isArray(value)) {
      const missing = said(this.#model, { code: 'missing' });
      const nulls = this.#nulls();
      throw part().refusal(
        Object.keys(nulls).map((name) => ({ loc: [name], ...missing })),
        value,
        nulls,
      );
    }
    const hasNulls = value !== null && Object.values(value).includes(null);
    const given = hasNulls ? withoutNulls(value) : (value ?? {});
    const read = this.#model.safeParse(given);
    if (read.success) return read.data as M;
    throw part().refusal(read.error.issues, value, { ...this.#nulls(), ...given });
  }

  /** What the parameters are when none is given: one that is not there counts as null. */
  #nulls(): Record<string, null> {
    const { properties } = this.#model.jsonSchema() as { readonly properties: object };
    return Object.fromEntries(Object.keys(properties).map((name) => [name, null]));
  }
}

function withoutNulls(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, item]) => item !== null));
}

/** Makes the body of a request a list of instances of a model, by the codec. It takes what {@link HydratePipe} takes. */
export class HydrateListPipe<M extends PrefectBaseModel> implements PipeTransform<unknown, M[]> {
  readonly #model: HydratedClass<M>;

  constructor(model: HydratedClass<M>) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with every place that is wrong, in every item */
  transform(body: unknown, metadata = BODY): M[] {
    const part = (): RequestPart => new RequestPart(metadata, this.#model);
    const value = readBody(body, part) ?? null;
    if (value === null) throw part().fault({ code: 'missing' }, null);
    if (!Array.isArray(value)) throw part().fault({ code: 'list' }, value);
    const issues: Issue[] = [];
    const models = value.flatMap((item: unknown, i): M[] => {
      const read = this.#read(item);
      if (read.success) return [read.model];
      issues.push(...below([i], read.issues));
      return [];
    });
    if (issues.length > 0) throw part().refusal(issues, value);
    return models;
  }

  #read(item: unknown): { success: true; model: M } | { success: false; issues: readonly Issue[] } {
    const wire = wireFor(this.#model);
    const object = wire.reads.object(item);
    if (object === INVALID) {
      const code = item === null && !wire.refusesNullByKind ? 'none' : 'model';
      return { success: false, issues: [{ loc: [], ...said(this.#model, { code }) }] };
    }
    const read = this.#model.safeParse(object);
    return read.success ? { success: true, model: read.data as M } : { success: false, issues: read.error.issues };
  }
}

/**
 * Reads a parameter of the path or of the query as a UUID, in any form that Prefect takes; gives the canonical one.
 *
 * @example
 * ```ts
 * @Get(':id')
 * read(@Param('id', UuidPipe) id: string) {}
 * ```
 */
export class UuidPipe implements PipeTransform<unknown, string> {
  readonly #model: object;

  /** @param model - the class on whose wire it reads and answers, for one other than Prefect 2's: `new UuidPipe(State)` */
  constructor(@Optional() model: object = PrefectBaseModel) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with a `loc` such as `['path', name]` */
  transform(value: unknown, metadata: ArgumentMetadata): string {
    if (typeof value === 'string' && isUuidText(value)) return value;
    const part = new RequestPart(metadata, this.#model);
    if (value === undefined || value === null) throw part.fault({ code: 'missing' }, value);
    const wire = wireFor(this.#model);
    const faults = new Faults(wire);
    const read = kindFor(types.uuid, wire).interpret(value, faults, 'wire');
    if (read === INVALID) throw part.refusal(faults.issues, value);
    return read;
  }
}

/** The most levels of lists and objects in one another; the reference's reader ends about there, and databases do. */
const MAX_DEPTH = 1000;

/**
 * Reads the body of a request, or another part, unless a parser before has done so.
 *
 * @param part - makes that part, for a fault
 * @returns the value; undefined for a request without a body
 * @throws {@link InvalidRequestException} for what is not JSON, with its place
 * @throws `BadRequestException` for what is no UTF-8, or nested deeper than 1,000 levels
 * @internal
 */
export function readBody(body: unknown, part: () => RequestPart): unknown {
  if (typeof body !== 'string' && !isBytes(body)) return body;
  if (body.length === 0) return undefined;
  // as fastapi, routing.py: bytes that are no text are a bad request, not an invalid one
  let text = typeof body === 'string' ? body : (decodeUtf8(body) ?? refuse());
  // a mark of the order of bytes is none of their text
  if (text !== body && text.startsWith('\ufeff')) text = text.slice(1);
  const read = parseJsonText(text);
  if ('value' in read) {
    // a level takes two characters
    return text.length > 2 * MAX_DEPTH && isDeeper(read.value, MAX_DEPTH) ? refuse() : read.value;
  }
  const { fault } = read;
  const msg = describeJsonFault(fault);
  throw part().fault({ code: 'body', fault, msg, text }, text, { loc: [fault.pos], given: {} });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function refuse(): never {
  throw new BadRequestException('There was an error parsing the body');
}
