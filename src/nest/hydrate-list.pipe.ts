import { type PipeTransform } from '@nestjs/common';

import { type Issue, type PrefectBaseModel } from '../index.js';
import { INVALID, said, wireFor } from '../inner.js';
import { type HydratedClass } from './hydrate.pipe.js';
import { readBody } from './read-body.js';
import { below, BODY, RequestPart } from './request-part.js';

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
