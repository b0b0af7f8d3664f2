import { Body, Controller, Inject, Query, type Type, UnprocessableEntityException } from '@nestjs/common';

import { DeletedRuns, type EndedRuns } from '../api/index.js';
import { said, wireFor } from '../inner.js';
import { HydrateFieldsPipe, InvalidRequestException } from '../nest/index.js';
import { ClientSignal } from './requests.js';
import { type Mount } from './mount.js';
import { Routed } from './routed.js';
import { type Store } from './store.js';

/** Makes the controller of what a mount tells of itself. @source prefect 2.20.25, server/api/admin.py */
export function adminController({ paths, routes: { admin }, version, store }: Mount): Type {
  @Controller([...paths])
  class AdminController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    @Routed(admin.version)
    version(): string {
      return version;
    }

    /** Deletes runs that ended before a time, some at a call; the reference has no such route. See `Runs.deleteEnded`. */
    @Routed(admin.deleteEnded)
    async deleteEnded(
      @Body(new HydrateFieldsPipe(admin.deleteEnded.fields)) { before, limit }: EndedRuns,
      @ClientSignal() signal: AbortSignal,
    ): Promise<DeletedRuns> {
      return new DeletedRuns({ deleted: await this.#store.runs.deleteEnded(before, { limit, signal }) });
    }
  }
  return AdminController;
}

/** Makes the controller that tells clients to go without CSRF tokens. @source prefect 2.20.25, server/api/csrf_token.py */
export function csrfTokenController({ paths, routes: { root }, stateClass }: Mount): Type {
  @Controller([...paths])
  class CsrfTokenController {
    /** Clients ask for a token, and go without when there are none. */
    @Routed(root.csrfToken)
    token(@Query('client') client?: string): never {
      if (client !== undefined) throw new UnprocessableEntityException('CSRF protection is disabled.');
      const issue = { loc: ['query', 'client'], ...said(stateClass, { code: 'missing' }) };
      throw new InvalidRequestException([wireFor(stateClass).detail(issue, null)]);
    }
  }
  return CsrfTokenController;
}
