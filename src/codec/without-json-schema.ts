/* What stands in the place of `json-schema.ts` in the bundle for browsers, where schemas are hardly ever asked for. */
import { DefinitionError } from '../errors/index.js';
import type * as whole from './json-schema.js';

/** @throws {@link DefinitionError} always: it says which bundle makes schemas */
export const jsonSchemaOf: typeof whole.jsonSchemaOf = ({ model }) => {
  throw DefinitionError.of(model, [
    'jsonSchema(): is not in the bundle for browsers; make schemas on the server, or bundle with the condition class-validator',
  ]);
};

/** The part of a model that another nests; it is asked for only with the whole. */
export const objectSchema: typeof whole.objectSchema = () => ({});
