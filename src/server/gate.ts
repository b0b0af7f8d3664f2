/*
 * Which requests the server takes on, by their headers. Before a body is read: those to a name that is its own, that no page of
 * another origin has sent, of callers who may. A browser lets any page send requests to this machine, and any name lead to it.
 * Once a route has it: those of clients that speak a version of the API which is not too old.
 */
import {
  BadRequestException,
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { type IncomingMessage, type Server } from 'node:http';
import { isIPv6 } from 'node:net';

import { Field, PrefectBaseModel } from '../index.js';
import { type Config } from './config.js';
import { Credentials } from './credentials.js';

/** The names of every machine for itself. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Who watches the server asks these, and knows no password; sockets ask for a token when they are open. */
const OPEN_ROUTES = /^(\/v\d)?\/api\/(health|ready|events\/(in|out)|task_runs\/subscriptions\/scheduled)$/;

const CHALLENGE = 'Basic realm="prefect-states", charset="UTF-8"';

/** Whether only programs of the same machine can reach an address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

type GateConfig = Pick<Config, 'host' | 'allowedHosts' | 'corsOrigins' | 'apiAuthString'>;

/** Has an adapter refuse requests that are not for it. */
export function guard(adapter: FastifyAdapter, config: GateConfig): void {
  const names = new Set([...LOOPBACK_NAMES, nameOf(config.host), ...config.allowedHosts]);
  const origins = new Set(config.corsOrigins);
  const credentials = config.apiAuthString === null ? null : new Credentials(config.apiAuthString);
  const server = adapter.getHttpServer<Server>();
  let hasAnyName = config.allowedHosts.length === 0;
  // clients say the same host again and again
  let known: string | undefined;
  server.on('listening', () => {
    hasAnyName = config.allowedHosts.length === 0 && !isLoopback(addressOf(server));
  });
  adapter.getInstance().addHook('onRequest', (request, reply, next) => {
    const { headers } = request.raw;
    if (!hasAnyName && headers.host !== known) {
      if (!isOneOf(names, headers.host)) {
        throw new ForbiddenException('This server has no such name: see ALLOWED_HOSTS');
      }
      known = headers.host;
    }
    // only browsers say so
    const isOfPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    if (isOfPage && isForeign(request.raw, origins)) {
      throw new ForbiddenException('Pages of other origins may not ask this server: see CORS_ORIGINS');
    }
    if (
      credentials !== null &&
      !OPEN_ROUTES.test(request.routeOptions.url ?? '') &&
      !credentials.areIn(headers.authorization)
    ) {
      reply.header('WWW-Authenticate', CHALLENGE);
      throw new UnauthorizedException();
    }
    next();
  });
}

function nameOf(host: string): string {
  return isIPv6(host) ? `[${host}]` : host.toLowerCase();
}

function addressOf(server: Server): string {
  const address = server.address();
  return address === null || typeof address === 'string' ? '' : address.address;
}

/** A request that names no host is none of a browser's. By which port it came, a tunnel may have changed. */
function isOneOf(names: ReadonlySet<string>, host = ''): boolean {
  const [, name] = /^(\[[^\]]*\]|[^:]*?)\.?(?::\d*)?$/.exec(host.toLowerCase()) ?? [];
  return host === '' || (name !== undefined && names.has(name));
}

/** Whether a page of an origin that is neither ours nor let in has sent a request. */
function isForeign(request: IncomingMessage, letIn: ReadonlySet<string>): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  if (letIn.has('*') || (origin !== undefined && letIn.has(origin))) return false;
  if (origin !== undefined && !isOwn(origin, host)) return true;
  return (site === 'cross-site' || site === 'same-site') && !isVisit(request);
}

/** The scheme may be another: a proxy in front may have ended TLS, or name the port of it. */
function isOwn(origin: string, host: string): boolean {
  const own = /^https?:\/\/(.+)$/.exec(origin)?.[1];
  return own !== undefined && own === host.toLowerCase().replace(/:(80|443)$/, '');
}

/** Whether somebody follows a link: the site that has it sees nothing of the answer. */
function isVisit({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

const VERSION_HEADER = 'x-prefect-api-version';

/** The oldest version of the API that clients may speak. @source prefect 2.20.25, server/api/server.py, `API_VERSION` */
const OLDEST = [0, 8, 0] as const;

const ANY_VERSION = Symbol('any version');

/** Has a handler answer clients of every version. */
export function AnyVersion(): MethodDecorator {
  return SetMetadata(ANY_VERSION, true);
}

function isForAny(handler: object): boolean {
  return Reflect.hasMetadata(ANY_VERSION, handler);
}

/** A version, of whose parts each is read as Python's `int()` reads it. */
class ApiVersion extends PrefectBaseModel {
  @Field.int() declare major: number;
  @Field.int() declare minor: number;
  @Field.int() declare patch: number;
}

/**
 * Refuses clients that speak a version of the API which is too old, or none. A client that does not say so is heard.
 *
 * @source prefect 2.20.25, server/api/dependencies.py, `EnforceMinimumAPIVersion`
 */
@Injectable()
export class ApiVersionGuard implements CanActivate {
  /** What a client said that is heard: clients say the same again and again. */
  #known: string | undefined;

  /** @throws `BadRequestException` */
  canActivate(context: ExecutionContext): boolean {
    const { raw } = context.switchToHttp().getRequest<{ readonly raw: IncomingMessage }>();
    const said = raw.headers[VERSION_HEADER];
    if (said === undefined || said === this.#known) return true;
    // of several the first counts
    const given = raw.headersDistinct[VERSION_HEADER]?.[0];
    if (given === undefined || given === '' || isForAny(context.getHandler())) return true;
    if (isOlder(versionOf(given))) throw new BadRequestException(tooOld(given));
    this.#known = given;
    return true;
  }
}

function versionOf(text: string): readonly [number, number, number] {
  const [major, minor, patch, ...more] = text.split('.');
  const version = ApiVersion.safeParse({ major, minor, patch });
  if (!version.success || more.length > 0) throw new BadRequestException(unreadable(text));
  return [version.data.major, version.data.minor, version.data.patch];
}

function isOlder(version: readonly number[]): boolean {
  const [part, oldest] = OLDEST.map((each, i) => [version[i]!, each] as const).find(([a, b]) => a !== b) ?? [0, 0];
  return part < oldest;
}

function unreadable(text: string): string {
  return `Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${text}`;
}

function tooOld(text: string): string {
  return `The request specified API version ${text} but this server requires version ${OLDEST.join('.')} or higher.`;
}
