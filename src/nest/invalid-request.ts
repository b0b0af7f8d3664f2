import { HttpException, HttpStatus } from '@nestjs/common';

import { type IssueDetail } from '../index.js';

/**
 * A request that is not what the route asks for: 422, with the body that Prefect's server answers.
 *
 * @source prefect 2.20.25, server/api/server.py, `validation_exception_handler`
 */
export class InvalidRequestException extends HttpException {
  /** What happened, for programs; no answer shows it. */
  readonly code = 'PREFECT_STATES_INVALID_REQUEST';
  /** What is wrong; each `loc` begins with `body`, `path` or `query`. */
  readonly issues: readonly IssueDetail[];

  /**
   * @param body - what was sent; null for nothing. Left out by who does not know it, such as a pipe of another parameter:
   * the `ValidationFilter` fills it in
   */
  constructor(issues: readonly IssueDetail[], body?: unknown) {
    super(
      { exception_message: 'Invalid request received.', exception_detail: issues, request_body: body ?? null },
      HttpStatus.UNPROCESSABLE_ENTITY,
    );
    this.issues = issues;
    this.knowsBody = body !== undefined;
  }

  /** @internal */
  readonly knowsBody: boolean;
}
