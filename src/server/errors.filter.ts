import {
  type ArgumentsHost,
  Catch,
  HttpException,
  HttpStatus,
  Inject,
  Logger,
  NotFoundException,
  UnauthorizedException,
} from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

import { State, ValidationError } from '../index.js';
import { InvalidRequestException, ValidationFilter } from '../nest/index.js';
import { Database, ObjectNotFoundError, ReferenceNotFoundError, whyUnavailable } from '../persistence/index.js';
import { MissingFlowRun, OrchestrationError, RuleError } from '../transitions/index.js';
import { ClientGoneException } from './adapter.js';
import { UnknownAddressException } from './address-id.pipe.js';
import { nameAndPlace } from './logs.js';
import { CLIENT_CLOSED_REQUEST } from './requests.js';
import { Routes } from './routes.js';

const CONFLICT =
  'Data integrity conflict. This usually means a unique or foreign key constraint was violated. ' +
  'See server logs for details.';

/** Prefect's clients ask five times more: long enough that a database may start again meanwhile. */
const RETRY_AFTER_SECONDS = '10';

/**
 * Answers every error in the shape that Prefect's server gives it. An unexpected error is logged, and the answer tells
 * nothing of it.
 *
 * @source prefect 2.20.25, server/api/server.py, its exception handlers
 */
@Catch()
export class ErrorsFilter extends BaseExceptionFilter {
  readonly #logger = new Logger('Errors');
  readonly #database: Database;

  constructor(@Inject(Database) database: Database) {
    super();
    this.#database = database;
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    super.catch(this.#toHttp(error, host), host);
  }

  /** A path that is there for other methods is told apart from one that is not; Nest does not tell. */
  #unknownPath(host: ArgumentsHost, which: { readonly isFixed?: boolean } = {}): HttpException {
    const http = host.switchToHttp();
    const { httpAdapter } = this.httpAdapterHost!;
    const methods = Routes.of(httpAdapter).methodsAt(http.getRequest<{ readonly url: string }>().url, which);
    if (methods.length === 0) return new HttpException({ detail: 'Not Found' }, HttpStatus.NOT_FOUND);
    httpAdapter.setHeader(http.getResponse(), 'Allow', methods.join(', '));
    return new HttpException({ detail: 'Method Not Allowed' }, HttpStatus.METHOD_NOT_ALLOWED);
  }

  #toHttp(error: unknown, host: ArgumentsHost): HttpException {
    if (error instanceof InvalidRequestException) return ValidationFilter.withBody(error, host);
    // every route that takes a state takes it so
    if (error instanceof ValidationError) {
      return ValidationFilter.withBody(error, host, error.model === State.name ? ['state'] : []);
    }
    // a conflict of the database, as in the reference
    if (error instanceof ReferenceNotFoundError) return this.#toHttp(error.cause, host);
    if (error instanceof ObjectNotFoundError || error instanceof MissingFlowRun) {
      return new HttpException({ exception_message: error.message }, HttpStatus.NOT_FOUND);
    }
    if (error instanceof UnknownAddressException) return this.#unknownPath(host, { isFixed: true });
    if (isUnknownPath(error)) return this.#unknownPath(host);
    if (error instanceof UnauthorizedException) {
      return new HttpException({ exception_message: error.message }, error.getStatus());
    }
    const about = { requestId: host.switchToHttp().getRequest<{ readonly id: string }>().id };
    if (error instanceof ClientGoneException) this.#logger.debug(error.message, about);
    if (error instanceof HttpException) return new HttpException({ detail: error.message }, error.getStatus());
    // the client has gone: no answer reaches it
    if (isAbort(error)) return new HttpException({}, CLIENT_CLOSED_REQUEST);
    const reason = whyUnavailable(error);
    if (reason !== null) {
      this.#logger.error(`The database cannot be used: ${reason}`, about);
      this.httpAdapterHost!.httpAdapter.setHeader(
        host.switchToHttp().getResponse(),
        'Retry-After',
        RETRY_AFTER_SECONDS,
      );
      return new HttpException({ exception_message: 'Service Unavailable' }, HttpStatus.SERVICE_UNAVAILABLE);
    }
    if (this.#database.isConflict(error)) {
      this.#logger.log(`A row was refused: ${nameAndPlace(error)}`, about);
      return new HttpException({ detail: CONFLICT }, HttpStatus.CONFLICT);
    }
    this.#logger.error(error instanceof RuleError ? ruleTrace(error) : `Unexpected ${nameAndPlace(error)}`, about);
    return new HttpException({ exception_message: 'Internal Server Error' }, HttpStatus.INTERNAL_SERVER_ERROR);
  }
}

/** Which rule has thrown what, and where. */
function ruleTrace({ rule, cause }: RuleError): string {
  // its sentences quote nothing
  const sentence = cause instanceof OrchestrationError ? ` (${cause.message})` : '';
  return `The rule ${rule} has thrown${sentence} ${nameAndPlace(cause)}`;
}

/** Whether it is Nest's own error for a method and a path that no route has. */
function isUnknownPath(error: unknown): boolean {
  return error instanceof NotFoundException && error.message.startsWith('Cannot ');
}

/** As a signal says it. */
function isAbort(error: unknown): boolean {
  return error instanceof Object && 'name' in error && error.name === 'AbortError';
}
