import { type PipeTransform } from '@nestjs/common';

import { v3 } from '../../api/index.js';
import { Faults, INVALID, kindFor, wireFor } from '../../inner.js';
import { HydratePipe, InvalidRequestException } from '../../nest/index.js';

const wire = wireFor(v3.FlowRunLabels);
const kind = kindFor(v3.labels, wire);
const object = new HydratePipe(v3.FlowRunLabels);

/** Reads a body of which each field is a label. */
export class LabelsPipe implements PipeTransform<unknown, v3.Labels> {
  /** @throws `InvalidRequestException` with every place that is wrong */
  transform(body: unknown): v3.Labels {
    object.transform(body);
    // it is a JSON object now, before which a byte order mark may stand
    const text = body instanceof Uint8Array ? Buffer.from(body).toString() : String(body);
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const faults = new Faults(wire);
    const labels = kind.interpret(value, faults, 'wire');
    if (labels !== INVALID) return labels;
    const details = faults.issues.map((issue) => {
      const given = (value as Readonly<Record<string, unknown>>)[String(issue.loc[0])];
      return wire.detail({ ...issue, loc: ['body', ...issue.loc] }, given);
    });
    throw new InvalidRequestException(details, value);
  }
}
