import { type PipeTransform } from '@nestjs/common';

import { type Issue, type JsonSchema, type ModelClass, type PrefectBaseModel, type SafeParseResult } from '../index.js';
import { readBody } from './read-body.js';
import { NOT_DICT, readObject } from './read-object.js';
import { BODY, MISSING, RequestPart } from './request-part.js';

/** A class of models, as the pipe uses it. */
export type HydratedClass<M extends PrefectBaseModel> = ModelClass<M> & {
  // not of M: TypeScript could not infer M from the class any more
  safeParse(value: unknown): SafeParseResult<PrefectBaseModel>;
  jsonSchema(): JsonSchema;
};

/**
 * Makes the body of a request an instance of a model, by the codec; or its query, or a part with a name. It takes what was
 * parsed as JSON, a text, or bytes. What Python makes an object of counts as one: an empty text, an empty list, a list of pairs.
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
    const part = new RequestPart(metadata);
    const value = readBody(body, part);
    if (value === undefined || value === null) throw part.refusal([MISSING], null);
    const object = readObject(value);
    if (object === null) throw part.refusal([NOT_DICT], value);
    return hydrate(this.#model, object, part, value);
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
    const part = new RequestPart(metadata);
    const value = readBody(body, part) ?? null;
    if (value !== null && !isObject(value)) throw part.refusal(this.#allMissing(), value);
    const given = Object.entries(value ?? {}).filter(([, item]) => item !== null);
    return hydrate(this.#model, Object.fromEntries(given), part, value);
  }

  #allMissing(): Issue[] {
    const { properties } = this.#model.jsonSchema() as { readonly properties: object };
    return Object.keys(properties).map((name) => ({ ...MISSING, loc: [name] }));
  }
}

function hydrate<M extends PrefectBaseModel>(
  model: HydratedClass<M>,
  value: object,
  part: RequestPart,
  sent: unknown,
): M {
  const result = model.safeParse(value);
  if (result.success) return result.data as M;
  throw part.refusal(result.error.issues, sent);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
