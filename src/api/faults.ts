/* What the server answers when a request cannot be done. */
import { Field, types, PrefectBaseModel } from '../index.js';
import { said } from '../inner.js';

/** What most refusals say. @source fastapi, exception_handlers.py, `http_exception_handler` */
export class HttpFault extends PrefectBaseModel {
  @Field.string({ description: 'What is wrong, in a sentence' })
  declare detail: string;
}

/** What Prefect's own handlers say. @source prefect 2.20.25, server/api/server.py, its exception handlers */
export class ServerFault extends PrefectBaseModel {
  @Field.string({ description: 'What is wrong, in a sentence' })
  declare exceptionMessage: string;
}

const MISSING = said(PrefectBaseModel, { code: 'missing' });

/** One place of a request that is wrong. @source prefect 2.20.25, its OpenAPI document */
export class RequestIssue extends PrefectBaseModel {
  @Field.list(types.json, { schema: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } } })
  declare loc: unknown[];

  @Field.string({ examples: [MISSING.msg] })
  declare msg: string;

  @Field.string({ examples: [MISSING.type] })
  declare type: string;
}

/** Every place of a request that is wrong. @source prefect 2.20.25, server/api/server.py, `validation_exception_handler` */
export class InvalidRequest extends PrefectBaseModel {
  @Field.string({ examples: ['Invalid request received.'] })
  declare exceptionMessage: string;

  @Field.list(types.nested(() => RequestIssue))
  declare exceptionDetail: RequestIssue[];

  @Field.json({ default: null, description: 'What was sent' })
  declare requestBody: unknown;
}

/** What is answered when there is no such thing. */
export const NOT_FOUND = { 404: [HttpFault] } as const;

/** What is answered when another row is in conflict. */
export const CONFLICT = { 409: [HttpFault] } as const;
