import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

import { StateDetails } from '../index.js';
import { MISSING, RequestPart } from './request-part.js';

/** Reads a parameter of the path or of the query as a UUID, in any form that Prefect takes; gives the canonical one. */
export class UuidPipe implements PipeTransform<unknown, string> {
  /** @throws {@link InvalidRequestException} with a `loc` such as `['path', name]` */
  transform(value: unknown, metadata: ArgumentMetadata): string {
    const part = new RequestPart(metadata);
    // the rule of the model's own UUIDs
    const read = StateDetails.safeParse({ flow_run_id: value });
    if (!read.success) throw part.refusal([{ ...read.error.issues[0]!, loc: [] }], value);
    if (read.data.flowRunId === null) throw part.refusal([MISSING], value);
    return read.data.flowRunId;
  }
}
