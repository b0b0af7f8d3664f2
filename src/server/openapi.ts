/* The OpenAPI document, made from the table of routes. */
import { type OpenAPIObject } from '@nestjs/swagger';

import { type Content, HttpFault, InvalidRequest, type Route, type RouteModel, ServerFault } from '../api/index.js';
import { withModelSchemas } from '../nest/index.js';

/** Routes in groups. */
export type RouteTable = Readonly<Record<string, Readonly<Record<string, Route>>>>;

type Errors = Readonly<Record<number, readonly RouteModel[]>>;
type Schema = Readonly<Record<string, unknown>>;

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
  const groups = Object.entries(table);
  const models = new Set<RouteModel>();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [group, routes] of groups) {
    for (const [name, each] of Object.entries(routes)) {
      const path = prefix + each.path.replace(/:(\w+)/g, '{$1}').replace(/\/$/, '');
      (paths[path] ??= {})[each.method.toLowerCase()] = operation(`${group}.${name}`, each, models, invalidRequest);
    }
  }
  paths['/healthz'] = { get: healthz(models) };
  const document = {
    openapi: '3.1.0',
    info: { title: 'prefect-states', description: "Run states over Prefect's REST API", version },
    servers: [],
    paths,
    components: {},
  };
  return withModelSchemas(document, [...models]);
}

function operation(id: string, each: Route, models: Set<RouteModel>, invalidRequest: RouteModel): Schema {
  const takes = each.fields ?? each.body ?? null;
  return {
    operationId: id,
    tags: [each.tag],
    summary: each.summary,
    parameters: parametersOf(each),
    ...(takes === null ? {} : { requestBody: bodyOf(each, takes, models) }),
    responses: responsesOf(each, models, invalidRequest),
  };
}

function bodyOf(each: Route, takes: Content, models: Set<RouteModel>): Schema {
  return { required: !mayBeAbsent(each), content: { 'application/json': { schema: schemaOf(takes, models) } } };
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

function responsesOf(each: Route, models: Set<RouteModel>, invalidRequest: RouteModel): Schema {
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

function faultsOf(errors: Errors, models: Set<RouteModel>): Schema {
  const faults = Object.entries(errors).map(([status, kinds]) => {
    return [status, responseOf(Number(status), eitherOf(kinds, models))];
  });
  return Object.fromEntries(faults) as Schema;
}

function responseOf(status: number, schema: Schema | null): Schema {
  const content = schema === null ? {} : { content: { 'application/json': { schema } } };
  return { description: DESCRIPTIONS[status] ?? String(status), ...content };
}

function eitherOf(kinds: readonly RouteModel[], models: Set<RouteModel>): Schema {
  const schemas = kinds.map((model) => schemaOf(model, models));
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

function schemaOf(content: Content, models: Set<RouteModel>): Schema {
  if (Array.isArray(content)) return { type: 'array', items: schemaOf((content as readonly [RouteModel])[0], models) };
  if (typeof content !== 'function') return { ...(content as Schema) };
  models.add(content);
  return { $ref: `#/components/schemas/${content.name}` };
}

function healthz(models: Set<RouteModel>): Schema {
  const unavailable = { anyOf: [HEALTH_REPORT, eitherOf([ServerFault], models)] };
  return {
    operationId: 'root.healthz',
    tags: ['Root'],
    summary: 'Tell how each part of the server is',
    responses: {
      ...faultsOf(ANY_ROUTE, models),
      200: responseOf(200, HEALTH_REPORT),
      503: responseOf(503, unavailable),
    },
  };
}
