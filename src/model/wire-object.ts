import { codecFor, type ExportOptions, type ModelBase } from '../codec/index.js';
import { type JsonOptions, type JsonValue } from '../values/index.js';

/** The wire object of a model, or of the parts that are asked for. @throws SerializationError */
export function wireOf(model: ModelBase, parts: ExportOptions, json: JsonOptions): Record<string, JsonValue> {
  const codec = codecFor(model);
  const { dateText, revealsSecrets } = codec.plan.wire;
  const written = { includeSecrets: revealsSecrets ? json.includeSecrets : false, dateText };
  return codec.export(model, { ...parts, to: 'wire', json: written, place: '' }) as Record<string, JsonValue>;
}
