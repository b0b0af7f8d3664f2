/* Whether the backend answers what its OpenAPI document says. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type OpenAPIObject } from '@nestjs/swagger';

import { prefect2Routes } from '../../src/api/index.js';
import { documentOf } from '../../src/server/openapi.js';

/** What is wrong with an answer; null for one as the document says, and for addresses and methods that are not in it. */
export type Judge = (method: string, path: string, status: number, text: string) => string | null;

/** Makes a judge of a document. */
export function judgeBy(document: OpenAPIObject): Judge {
  // formats are only told, not checked: the specs of the models do that
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'api');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(
      methods as Record<string, { readonly responses: Record<string, { readonly content?: object }> }>,
    ).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace(/\/$/, '')}/?$`),
      isFixed: !path.includes('{'),
      responses,
    })),
  );
  operations.sort((a, b) => Number(b.isFixed) - Number(a.isFixed));
  return (method, path, status, text) => {
    const found = operations.find((each) => each.method === method && each.pattern.test(path));
    if (found === undefined) return null;
    const response = found.responses[status];
    const about = `${method} ${found.path} ${status}`;
    if (response === undefined) return `${about} is not in the document`;
    if (response.content === undefined) return text === '' ? null : `${about} has a body: ${text}`;
    const at = [found.path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'];
    const pointer = at.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = ajv.getSchema(`api#/paths/${pointer}`)!;
    return validate(JSON.parse(text)) === true ? null : `${about}: ${ajv.errorsText(validate.errors)}: ${text}`;
  };
}

/** The judge of the backend. */
export const judge = judgeBy(documentOf(prefect2Routes, { prefix: '/api', version: '0' }));
