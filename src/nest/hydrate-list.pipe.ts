import { type PipeTransform } from '@nestjs/common';

import { type Issue, type PrefectBaseModel, ROOT } from '../index.js';
import { type HydratedClass } from './hydrate.pipe.js';
import { InvalidRequestException } from './invalid-request.js';
import { readBody } from './read-body.js';
import { NOT_DICT, readObject } from './read-object.js';

const NONE = { msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' } as const;

/** Makes the body of a request a list of instances of a model, by the codec. It takes what {@link HydratePipe} takes. */
export class HydrateListPipe<M extends PrefectBaseModel> implements PipeTransform<unknown, M[]> {
  readonly #model: HydratedClass<M>;

  constructor(model: HydratedClass<M>) {
    this.#model = model;
  }

  /** @throws {@link InvalidRequestException} with every place that is wrong, in every item */
  transform(body: unknown): M[] {
    const value = readBody(body) ?? null;
    if (value === null) throw refusal({ msg: 'field required', type: 'value_error.missing' }, null);
    if (!Array.isArray(value)) throw refusal({ msg: 'value is not a valid list', type: 'type_error.list' }, value);
    const issues: Issue[] = [];
    const models = value.flatMap((item: unknown, i): M[] => {
      const read = this.#read(item);
      if (read.success) return [read.model];
      for (const issue of read.issues) {
        issues.push({ ...issue, loc: ['body', i, ...issue.loc.filter((name) => name !== ROOT)] });
      }
      return [];
    });
    if (issues.length > 0) throw new InvalidRequestException(issues, value);
    return models;
  }

  #read(item: unknown): { success: true; model: M } | { success: false; issues: readonly Issue[] } {
    if (item === null) return { success: false, issues: [{ loc: [], ...NONE }] };
    const object = readObject(item);
    if (object === null) return { success: false, issues: [{ loc: [], ...NOT_DICT }] };
    const read = this.#model.safeParse(object);
    return read.success ? { success: true, model: read.data as M } : { success: false, issues: read.error.issues };
  }
}

function refusal(fault: Omit<Issue, 'loc'>, body: unknown): InvalidRequestException {
  return new InvalidRequestException([{ loc: ['body'], ...fault }], body);
}
