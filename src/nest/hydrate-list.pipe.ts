import { type PipeTransform } from '@nestjs/common';

import { type Issue, type PrefectBaseModel } from '../index.js';
import { type HydratedClass } from './hydrate.pipe.js';
import { readBody } from './read-body.js';
import { NOT_DICT, readObject } from './read-object.js';
import { below, BODY, MISSING, RequestPart } from './request-part.js';

/** Makes the body of a request a list of instances of a model, by the codec. It takes what {@link HydratePipe} takes. */
export class HydrateListPipe<M extends PrefectBaseModel> implements PipeTransform<unknown, M[]> {
  readonly #model: HydratedClass<M>;

  constructor(model: HydratedClass<M>) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with every place that is wrong, in every item */
  transform(body: unknown, metadata = BODY): M[] {
    const part = new RequestPart(metadata);
    const value = readBody(body, part) ?? null;
    if (value === null) throw part.refusal([MISSING], null);
    if (!Array.isArray(value)) throw part.refusal([NO_LIST], value);
    const issues: Issue[] = [];
    const models = value.flatMap((item: unknown, i): M[] => {
      const read = this.#read(item);
      if (read.success) return [read.model];
      issues.push(...below([i], read.issues));
      return [];
    });
    if (issues.length > 0) throw part.refusal(issues, value);
    return models;
  }

  #read(item: unknown): { success: true; model: M } | { success: false; issues: readonly Issue[] } {
    if (item === null) return { success: false, issues: [NONE] };
    const object = readObject(item);
    if (object === null) return { success: false, issues: [NOT_DICT] };
    const read = this.#model.safeParse(object);
    return read.success ? { success: true, model: read.data as M } : { success: false, issues: read.error.issues };
  }
}

const NONE: Issue = { loc: [], msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' };

const NO_LIST: Issue = { loc: [], msg: 'value is not a valid list', type: 'type_error.list' };
