import { type PipeTransform } from '@nestjs/common';

import { type JsonSchema, type ModelClass, type PrefectBaseModel, type SafeParseResult } from '../index.js';
import { INVALID, said, wireFor } from '../inner.js';
import { readBody } from './read-body.js';
import { BODY, RequestPart } from './request-part.js';

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
    const given = hasNulls ? withoutNulls(value) : { ...value };
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
