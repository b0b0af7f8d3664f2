import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

import { ValidationError } from '../index.js';
import { InvalidRequestException } from './invalid-request.js';
import { readBody } from './pipes.js';
import { below, BODY, detailsOf, RequestPart } from './request-part.js';

/**
 * Answers 422 as Prefect's server does: for a `ValidationError` that a handler lets through, and for what the pipes of
 * this package refuse, with the body that was sent. Where there is no HTTP response, in resolvers, message handlers and
 * gateways, the error goes on to the framework's own handler.
 */
@Catch(ValidationError, InvalidRequestException)
export class ValidationFilter
  extends BaseExceptionFilter
  implements ExceptionFilter<ValidationError | InvalidRequestException>
{
  override catch(error: ValidationError | InvalidRequestException, host: ArgumentsHost): void {
    const kind = host.getType<string>();
    if (kind === 'http') super.catch(ValidationFilter.withBody(error, host), host);
    // any other handler takes a filter that gives nothing for one that has not handled the error
    else if (kind === 'ws') void handToGateway(error, host);
  }

  /**
   * The exception with the body of its request.
   *
   * @param field - where in the body stands what a handler refuses; left out, it is the whole
   * @internal
   */
  static withBody(
    error: ValidationError | InvalidRequestException,
    host: ArgumentsHost,
    field: readonly string[] = [],
  ): InvalidRequestException {
    if (error instanceof InvalidRequestException && error.knowsBody) return error;
    const { body } = host.switchToHttp().getRequest<{ readonly body?: unknown }>();
    const known = sent(body);
    // the pipes say themselves which part of the request it is
    const issues =
      error instanceof ValidationError
        ? detailsOf(ValidationError.refuserOf(error) ?? ValidationError, ['body'], below(field, error.issues), known)
        : error.issues;
    return new InvalidRequestException(issues, known);
  }
}

const WEBSOCKETS = '@nestjs/websockets';

/** Gateways take a filter that was asked for one that has answered. */
async function handToGateway(error: Error, host: ArgumentsHost): Promise<void> {
  const { BaseWsExceptionFilter } = (await import(WEBSOCKETS)) as { BaseWsExceptionFilter: new () => ExceptionFilter };
  new BaseWsExceptionFilter().catch(error, host);
}

function sent(body: unknown): unknown {
  try {
    return readBody(body, () => new RequestPart(BODY)) ?? null;
  } catch {
    // another parameter was wrong before the body was looked at, and the body is no JSON either
    return null;
  }
}
