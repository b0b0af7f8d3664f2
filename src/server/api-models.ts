/*
 * The models in the OpenAPI document. Their schemas come from the models themselves, by `jsonSchema()`; Nest's own
 * explorer would look for decorators that they do not have.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, type OpenAPIObject } from '@nestjs/swagger';

import { type JsonSchema, type JsonSchemaOptions } from '../index.js';

/** A class of models, as the document shows it. */
export interface DescribedClass {
  readonly name: string;
  jsonSchema(options: JsonSchemaOptions): JsonSchema;
}

type Io = 'input' | 'output';

const described = new Map<string, { readonly model: DescribedClass; readonly io: Io }>();

/** The body of a 422, as every route may answer it. */
const INVALID_REQUEST = {
  type: 'object',
  properties: {
    exception_message: { type: 'string', example: 'Invalid request received.' },
    exception_detail: {
      type: 'array',
      items: {
        type: 'object',
        required: ['loc', 'msg', 'type'],
        properties: {
          loc: {
            type: 'array',
            items: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
            example: ['body', 'state', 'type'],
          },
          msg: { type: 'string', example: 'field required' },
          type: { type: 'string', example: 'value_error.missing' },
          ctx: { type: 'object' },
        },
      },
    },
    request_body: { nullable: true },
  },
} as const;

/** Says in a sentence what a route does, and that it refuses what it cannot read. */
export function ApiRoute(summary: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({
      status: 422,
      description: 'The request is not what the route asks for',
      schema: INVALID_REQUEST as never,
    }),
  );
}

/** Says that a route takes a model, or a list of them, as its body. */
export function ApiModelBody(model: DescribedClass, { list = false } = {}): MethodDecorator {
  const schema = refTo(model, 'input');
  return applyDecorators(ApiBody({ schema: list ? { type: 'array', items: schema } : schema }));
}

/** Says that a route answers a model, or a list of them. */
export function ApiModelResponse(status: number, model: DescribedClass, { list = false } = {}): MethodDecorator {
  const schema = refTo(model, 'output');
  return applyDecorators(
    ApiResponse({ status, description: model.name, schema: list ? { type: 'array', items: schema } : schema }),
  );
}

function refTo(model: DescribedClass, io: Io): { $ref: string } {
  described.set(model.name, { model, io });
  return { $ref: `#/components/schemas/${model.name}` };
}

/** Adds the schemas of all models that routes name. */
export function withModelSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas: Record<string, unknown> = { ...document.components?.schemas };
  for (const [name, { model, io }] of described) {
    const { components, ...own } = model.jsonSchema({ target: 'openapi-3.0', io });
    const shared = (components as { readonly schemas?: Record<string, unknown> } | undefined)?.schemas ?? {};
    Object.assign(schemas, { ...shared, ...schemas, [name]: own });
  }
  return { ...document, components: { ...document.components, schemas: schemas as never } };
}
