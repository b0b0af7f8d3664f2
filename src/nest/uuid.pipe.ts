import { type ArgumentMetadata, Optional, type PipeTransform } from '@nestjs/common';

import { types, PrefectBaseModel } from '../index.js';
import { Faults, INVALID, isUuidText, kindFor, wireFor } from '../inner.js';
import { RequestPart } from './request-part.js';

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
