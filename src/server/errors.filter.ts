import { type ArgumentsHost, Catch, HttpException, HttpStatus, Logger } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { QueryFailedError } from 'typeorm';

import { ValidationError } from '../index.js';
import { InvalidRequestException, withBody } from '../nest/index.js';
import { ObjectNotFoundError } from '../persistence/index.js';

const CONFLICT =
  'Data integrity conflict. This usually means a unique or foreign key constraint was violated. ' +
  'See server logs for details.';

/**
 * Answers every error in the shape that Prefect's server gives it. What nobody expected is logged, and the answer tells
 * nothing of it.
 *
 * @source prefect 2.20.25, server/api/server.py, its exception handlers
 */
@Catch()
export class ErrorsFilter extends BaseExceptionFilter {
  readonly #logger = new Logger('Errors');

  override catch(error: unknown, host: ArgumentsHost): void {
    super.catch(this.#toHttp(error, host), host);
  }

  #toHttp(error: unknown, host: ArgumentsHost): HttpException {
    if (error instanceof InvalidRequestException || error instanceof ValidationError) return withBody(error, host);
    if (error instanceof ObjectNotFoundError) {
      return new HttpException({ exception_message: error.message }, HttpStatus.NOT_FOUND);
    }
    if (error instanceof HttpException) return withDetail(error);
    const status = statusOf(error);
    if (status !== null) return new HttpException({ detail: 'Request body is too large.' }, status);
    // the name and the place only: the message may quote what was sent
    this.#logger.error(
      error instanceof Error ? (error.stack ?? error.name).replace(error.message, '') : 'not an Error',
    );
    if (isConflict(error)) return new HttpException({ detail: CONFLICT }, HttpStatus.CONFLICT);
    return new HttpException({ exception_message: 'Internal Server Error' }, HttpStatus.INTERNAL_SERVER_ERROR);
  }
}

/** Nest's own words for a path that is not known name the path; the reference does not. */
function withDetail(error: HttpException): HttpException {
  const status = error.getStatus();
  const isPlain = status === (HttpStatus.NOT_FOUND as number) && error.message.startsWith('Cannot ');
  return new HttpException({ detail: isPlain ? 'Not Found' : error.message }, status);
}

/** The status of an error of the body parser. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('type' in error) || error.type !== 'entity.too.large') return null;
  return HttpStatus.PAYLOAD_TOO_LARGE;
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { readonly code?: unknown };
  // class 23 of SQLSTATE: integrity constraint violation
  return typeof code === 'string' && /^SQLITE_CONSTRAINT|^23\w{3}$/.test(code);
}
