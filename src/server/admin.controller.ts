import { Body, Controller, Inject, Query, UnprocessableEntityException } from '@nestjs/common';

import { DeletedRuns, EndedRuns, prefect2Routes } from '../api/index.js';
import { State } from '../index.js';
import { said } from '../inner.js';
import { HydrateFieldsPipe, InvalidRequestException } from '../nest/index.js';
import { Runs } from '../persistence/index.js';
import { ClientSignal } from './client-signal.js';
import { Routed } from './routed.js';

const { admin, root } = prefect2Routes;

/** The version of Prefect whose API this is; clients compare it with their own. */
const PREFECT_VERSION = '2.20.25';

/** @source prefect 2.20.25, server/api/admin.py */
@Controller()
export class AdminController {
  readonly #runs: Runs;

  constructor(@Inject(Runs) runs: Runs) {
    this.#runs = runs;
  }

  @Routed(admin.version)
  version(): string {
    return PREFECT_VERSION;
  }

  /** Deletes runs that ended before a time, some at a call; the reference has no such route. See {@link Runs.deleteEnded}. */
  @Routed(admin.deleteEnded)
  async deleteEnded(
    @Body(new HydrateFieldsPipe(EndedRuns)) { before, limit }: EndedRuns,
    @ClientSignal() signal: AbortSignal,
  ): Promise<DeletedRuns> {
    return new DeletedRuns({ deleted: await this.#runs.deleteEnded(before, { limit, signal }) });
  }
}

/** @source prefect 2.20.25, server/api/csrf_token.py */
@Controller()
export class CsrfTokenController {
  /** Clients ask for a token, and go without when there are none. */
  @Routed(root.csrfToken)
  token(@Query('client') client?: string): never {
    if (client === undefined) {
      throw new InvalidRequestException([{ loc: ['query', 'client'], ...said(State, { code: 'missing' }) }]);
    }
    throw new UnprocessableEntityException('CSRF protection is disabled.');
  }
}
