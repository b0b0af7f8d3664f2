/* The OpenAPI document, made from the table of routes. */
import { type OpenAPIObject } from '@nestjs/swagger';

import {
  type Content,
  FlowRun,
  HttpFault,
  InvalidRequest,
  RequestIssue,
  type Route,
  type RouteModel,
  ServerFault,
  v3,
} from '../api/index.js';
import { type DescribedClass, withModelSchemas } from '../nest/index.js';
import { call, refTo, written } from './openapi-schemas.js';

/** Routes in groups. */
export type RouteTable = Readonly<Record<string, Readonly<Record<string, Route>>>>;

type Errors = Readonly<Record<number, readonly RouteModel[]>>;
type Schema = Readonly<Record<string, unknown>>;
type Models = Set<DescribedClass>;

// models that the reference's document calls otherwise
for (const model of [FlowRun, v3.FlowRun]) call(model, 'FlowRunResponse');
for (const model of [RequestIssue, v3.RequestIssue]) call(model, 'ValidationError');

/** What any route may answer instead of what it is asked for. */
const ANY_ROUTE: Errors = {
  400: [HttpFault],
  401: [ServerFault],
  403: [HttpFault],
  500: [ServerFault],
  503: [ServerFault],
};

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Made',
  204: 'Done',
  400: 'The request cannot be done',
  401: 'The credentials are missing or wrong',
  403: 'The host or the origin is not allowed',
  404: 'There is no such thing',
  409: 'Another row is in conflict with it',
  413: 'The body is too large',
  422: 'The request is not what the route asks for',
  500: 'Something unexpected went wrong',
  503: 'The server cannot do it now',
};

/** Headers of answers: of all, and of some by their status. */
const HEADERS = {
  'X-Request-Id': { required: true, description: 'Stands in the log, too', schema: { type: 'string' } },
  'WWW-Authenticate': { required: true, description: 'How to send credentials', schema: { type: 'string' } },
  'Retry-After': { description: 'In how many seconds to ask again', schema: { type: 'string' } },
};
const HEADERS_BY_STATUS: Readonly<Record<number, readonly (keyof typeof HEADERS)[]>> = {
  401: ['WWW-Authenticate'],
  503: ['Retry-After'],
};

/** How Terminus tells of the parts of the server. */
const HEALTH_REPORT = {
  type: 'object',
  required: ['status', 'info', 'error', 'details'],
  properties: {
    status: { type: 'string', enum: ['ok', 'error', 'shutting_down'] },
    info: { type: 'object' },
    error: { type: 'object' },
    details: { type: 'object' },
  },
};

/** What is said of a table as a whole. */
export interface DocumentOptions {
  /** Where the routes are. */
  readonly prefix: string;
  readonly version: string;
  /** What is answered to a request that is not what a route asks for. @defaultValue that of Prefect 2 */
  readonly invalidRequest?: RouteModel;
}

/** Describes a table of routes, and the route that tells of the server itself. */
export function documentOf(
  table: RouteTable,
  { prefix, version, invalidRequest = InvalidRequest }: DocumentOptions,
): OpenAPIObject {
  const models = new Set<DescribedClass>();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const each of Object.values(table).flatMap((group) => Object.values(group))) {
    (paths[prefix + pathOf(each)] ??= {})[each.method.toLowerCase()] = operation(each, models, invalidRequest);
  }
  paths['/healthz'] = { get: healthz(models) };
  const document: OpenAPIObject = {
    openapi: '3.1.0',
    info: { title: 'prefect-states', description: "Run states over Prefect's REST API", version },
    servers: [],
    paths,
    components: { headers: HEADERS },
  };
  const { components, ...rest } = withModelSchemas(document, [...models]);
  return { ...rest, components: { ...components, schemas: written(components!.schemas!) } };
}

/** The path of a route, its parameters as `{id}`. */
function pathOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** The name that a generator of clients makes functions of. @source fastapi, utils.py, `generate_unique_id` */
function idOf(each: Route): string {
  return `${(each.operation + pathOf(each)).replace(/\W/g, '_')}_${each.method.toLowerCase()}`;
}

function operation(each: Route, models: Models, invalidRequest: RouteModel): Schema {
  const sent = sentOf(each, models);
  return {
    operationId: idOf(each),
    tags: [each.tag],
    summary: each.summary,
    parameters: parametersOf(each),
    ...(sent === null ? {} : { requestBody: { required: !mayBeAbsent(each), ...asJson(sent) } }),
    responses: responsesOf(each, models, invalidRequest),
  };
}

/** The schema of what is sent; null where nothing is. */
function sentOf(each: Route, models: Models): Schema | null {
  const { body, fields } = each;
  if (fields === undefined) return body === undefined ? null : schemaOf(body, models);
  // as FastAPI calls the parameters of a function that stand together in a body
  const name = `Body_${idOf(each)}`;
  return modelIn(models, { name, jsonSchema: (options) => fields.jsonSchema(options) });
}

/** Fields of which none must be given are taken from no body at all. */
function mayBeAbsent({ fields }: Route): boolean {
  return fields !== undefined && fields.jsonSchema({ io: 'input' }).required === undefined;
}

function parametersOf({ path, texts = [], query = {} }: Route): Schema[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => {
    const schema = texts.includes(name!) ? { type: 'string' } : { type: 'string', format: 'uuid' };
    return { name, in: 'path', required: true, schema };
  });
  const behind = Object.entries(query).map(([name, { required, description, format }]) => {
    return { name, in: 'query', required, description, schema: { type: 'string', format } };
  });
  return [...inPath, ...behind];
}

function responsesOf(each: Route, models: Models, invalidRequest: RouteModel): Schema {
  const isRead = each.body !== undefined || each.fields !== undefined;
  const all: Record<number, readonly RouteModel[]> = { ...ANY_ROUTE };
  if (isRead) all[413] = [HttpFault];
  if (isRead || parametersOf(each).length > 0) all[422] = [invalidRequest, HttpFault];
  for (const [status, own] of Object.entries(each.errors ?? {})) {
    all[Number(status)] = [...new Set([...own, ...(all[Number(status)] ?? [])])];
  }
  const answers = Object.entries(each.answers).map(([status, content]) => {
    return [status, responseOf(Number(status), content === null ? null : schemaOf(content, models))];
  });
  return { ...(Object.fromEntries(answers) as Schema), ...faultsOf(all, models) };
}

function faultsOf(errors: Errors, models: Models): Schema {
  const faults = Object.entries(errors).map(([status, kinds]) => {
    return [status, responseOf(Number(status), eitherOf(kinds, models))];
  });
  return Object.fromEntries(faults) as Schema;
}

function responseOf(status: number, schema: Schema | null): Schema {
  const names = ['X-Request-Id', ...(HEADERS_BY_STATUS[status] ?? [])];
  return {
    description: DESCRIPTIONS[status] ?? String(status),
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    ...(schema === null ? {} : asJson(schema)),
  };
}

function asJson(schema: Schema): Schema {
  return { content: { 'application/json': { schema } } };
}

function eitherOf(kinds: readonly RouteModel[], models: Models): Schema {
  const schemas = kinds.map((model) => schemaOf(model, models));
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

function schemaOf(content: Content, models: Models): Schema {
  if (Array.isArray(content)) return { type: 'array', items: schemaOf((content as readonly [RouteModel])[0], models) };
  if (typeof content !== 'function') return { ...(content as Schema) };
  return modelIn(models, content);
}

function modelIn(models: Models, model: DescribedClass): Schema {
  models.add(model);
  return refTo(model);
}

function healthz(models: Models): Schema {
  const unavailable = { anyOf: [HEALTH_REPORT, eitherOf([ServerFault], models)] };
  return {
    operationId: 'healthz_healthz_get',
    tags: ['Root'],
    summary: 'Tell how each part of the server is',
    responses: {
      ...faultsOf(ANY_ROUTE, models),
      200: responseOf(200, HEALTH_REPORT),
      503: responseOf(503, unavailable),
    },
  };
}
