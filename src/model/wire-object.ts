/* The way from a model to the codec of its class. */
import { type Codec, codecOf, type ExportOptions, type ModelBase, type ModelClass } from '../codec/index.js';
import { type JsonOptions, type JsonValue } from '../values/index.js';

/** The codec of a model's class. */
export function codecFor(model: ModelBase): Codec {
  return codecOf(model.constructor as unknown as ModelClass);
}

/** The wire object of a model, or of the parts that are asked for. @throws SerializationError */
export function wireOf(model: ModelBase, parts: ExportOptions, json: JsonOptions): Record<string, JsonValue> {
  const codec = codecFor(model);
  const { dateText, revealsSecrets } = codec.plan.wire;
  const written = { includeSecrets: revealsSecrets ? json.includeSecrets : false, dateText };
  return codec.export(model, { ...parts, to: 'wire', json: written, place: '' }) as Record<string, JsonValue>;
}
