import { type StandardJSONSchemaV1, type StandardSchemaV1 } from '@standard-schema/spec';

import { type JsonSchema, type SchemaTarget, withoutRoot } from '../fields/index.js';
import { type JsonSchemaOptions } from '../codec/index.js';
import { type ValidationError, ValueError } from '../errors/index.js';
import { type JsonOf } from './model-types.js';

/**
 * What a model class gives under `~standard`: it validates, and it describes itself. TypeScript can't tell a static property which
 * class it is read on, so a class whose `~standard` is to be typed says so in a line:
 * `declare static readonly '~standard': StandardModel<Job>`.
 */
export type StandardModel<M> = StandardSchemaV1.Props<JsonOf<M>, M> & StandardJSONSchemaV1.Props<JsonOf<M>, M>;

type SafeResult<Output> =
  { readonly data: Output; readonly error?: never } | { readonly data?: never; readonly error: ValidationError };

/** What the standard's view of a class is made from. */
interface SchemaSource<Output> {
  readonly safeParse: (value: unknown) => SafeResult<Output>;
  readonly jsonSchema: (options: JsonSchemaOptions) => JsonSchema;
}

/** Shows a model class as a Standard Schema. @see https://standardschema.dev */
export function standardModelOf<Output>({ safeParse, jsonSchema }: SchemaSource<Output>): StandardModel<Output> {
  return {
    version: 1,
    vendor: 'prefect-states',
    validate(value) {
      const result = safeParse(value);
      if (result.error === undefined) return { value: result.data };
      return { issues: result.error.issues.map(({ loc, msg }) => ({ message: msg, path: withoutRoot(loc) })) };
    },
    jsonSchema: {
      input: ({ target }) => ({ ...jsonSchema({ target: knownTarget(target), io: 'input' }) }),
      output: ({ target }) => ({ ...jsonSchema({ target: knownTarget(target), io: 'output' }) }),
    },
  };
}

const TARGETS: ReadonlySet<string> = new Set<SchemaTarget>(['draft-2020-12', 'draft-07', 'openapi-3.0']);

function knownTarget(target: string): SchemaTarget {
  if (!TARGETS.has(target))
    throw ValueError.of(`JSON Schema target '${target}' is not one of: ${[...TARGETS].join(', ')}`);
  return target as SchemaTarget;
}
