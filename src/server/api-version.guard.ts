import { BadRequestException, type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { type IncomingMessage } from 'node:http';

import { Field, PrefectBaseModel } from '../index.js';

const HEADER = 'x-prefect-api-version';

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
    const said = raw.headers[HEADER];
    if (said === undefined || said === this.#known) return true;
    // of several the first counts
    const given = raw.headersDistinct[HEADER]?.[0];
    if (given === undefined || given === '' || isForAny(context.getHandler())) return true;
    if (isOlder(read(given))) throw new BadRequestException(tooOld(given));
    this.#known = given;
    return true;
  }
}

function read(text: string): readonly [number, number, number] {
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
