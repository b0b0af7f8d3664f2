/*
 * What routes say of themselves in the OpenAPI document. The schemas of the models are added to it when it is made.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, type OpenAPIObject } from '@nestjs/swagger';

import { PrefectBaseModel } from '../index.js';
import { said } from '../inner.js';
import { type DescribedClass, withModelSchemas as addModelSchemas } from '../nest/index.js';

const described = new Set<DescribedClass>();

const MISSING = said(PrefectBaseModel, { code: 'missing' });

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
          msg: { type: 'string', example: MISSING.msg },
          type: { type: 'string', example: MISSING.type },
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
  const schema = refTo(model);
  return applyDecorators(ApiBody({ schema: list ? { type: 'array', items: schema } : schema }));
}

/** Says that a route answers a model, or a list of them. */
export function ApiModelResponse(status: number, model: DescribedClass, { list = false } = {}): MethodDecorator {
  const schema = refTo(model);
  return applyDecorators(
    ApiResponse({ status, description: model.name, schema: list ? { type: 'array', items: schema } : schema }),
  );
}

function refTo(model: DescribedClass): { $ref: string } {
  described.add(model);
  return { $ref: `#/components/schemas/${model.name}` };
}

/** Adds the schemas of all models that routes name. */
export function withModelSchemas(document: OpenAPIObject): OpenAPIObject {
  return addModelSchemas(document, [...described]);
}
