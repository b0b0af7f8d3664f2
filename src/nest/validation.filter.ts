import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

import { ValidationError } from '../index.js';
import { InvalidRequestException } from './invalid-request.js';
import { readBody } from './read-body.js';

/**
 * Answers 422 as Prefect's server does: for a `ValidationError` that a handler lets through, and for what the pipes of
 * this package refuse, with the body that was sent.
 */
@Catch(ValidationError, InvalidRequestException)
export class ValidationFilter
  extends BaseExceptionFilter
  implements ExceptionFilter<ValidationError | InvalidRequestException>
{
  override catch(error: ValidationError | InvalidRequestException, host: ArgumentsHost): void {
    super.catch(withBody(error, host), host);
  }
}

/** The exception with the body of its request. @internal */
export function withBody(
  error: ValidationError | InvalidRequestException,
  host: ArgumentsHost,
): InvalidRequestException {
  if (error instanceof InvalidRequestException && error.knowsBody) return error;
  const { body } = host.switchToHttp().getRequest<{ readonly body?: unknown }>();
  return new InvalidRequestException(error.issues, sent(body));
}

function sent(body: unknown): unknown {
  try {
    return readBody(body) ?? null;
  } catch {
    // another parameter was wrong before the body was looked at, and the body is no JSON either
    return null;
  }
}
