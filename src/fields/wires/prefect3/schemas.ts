import { type SchemaStyle } from '../wire.js';

/** How pydantic 2 writes JSON Schemas. @source pydantic 2, json_schema.py, `GenerateJsonSchema` */
export const schemas: SchemaStyle = {
  fieldTitle,
  tellsWritten: false,
  keepsPromises: true,
  namesNull: true,
  sharesEnums: true,
  hasConstants: true,
  anyValue: true,
};

/** `Flow Run Id` for `flow_run_id`: each run of letters is capitalized, as by Python's `str.title`. */
function fieldTitle(wireName: string): string {
  const titled = wireName.replace(
    /\p{L}+/gu,
    ([first = '', ...others]) => first.toUpperCase() + others.join('').toLowerCase(),
  );
  return titled.replaceAll('_', ' ').trim();
}
