import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

import { type Issue, StateDetails } from '../index.js';
import { InvalidRequestException } from './invalid-request.js';

/** Reads a parameter of the path or of the query as a UUID, in any form that Prefect takes; gives the canonical one. */
export class UuidPipe implements PipeTransform<unknown, string> {
  /** @throws {@link InvalidRequestException} with `loc` `['path', name]` or `['query', name]` */
  transform(value: unknown, { type, data = '' }: ArgumentMetadata): string {
    const loc = [type === 'param' ? 'path' : 'query', data];
    if (value === undefined) throw refusal({ loc, msg: 'field required', type: 'value_error.missing' });
    // the rule of the model's own UUIDs
    const read = StateDetails.safeParse({ flow_run_id: value });
    if (!read.success) throw refusal({ ...read.error.issues[0]!, loc });
    if (read.data.flowRunId === null) throw refusal({ loc, msg: 'field required', type: 'value_error.missing' });
    return read.data.flowRunId;
  }
}

function refusal(issue: Issue): InvalidRequestException {
  return new InvalidRequestException([issue]);
}
