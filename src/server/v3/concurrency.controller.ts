import { randomUUID } from 'node:crypto';

import { Body, Controller, Logger, Param, type Type } from '@nestjs/common';

import { prefect3Routes, v3 } from '../../api/index.js';
import { HydrateFieldsPipe, UuidPipe } from '../../nest/index.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';

const { concurrency } = prefect3Routes;

/**
 * Makes the controller of slots. There are no limits: whatever is asked for is had, by a lease of nothing, which need not be
 * kept.
 *
 * @source prefect 3.8.8, server/api/concurrency_limits_v2.py
 */
export function concurrencyController({ paths, stateClass }: Mount): Type {
  @Controller([...paths])
  class ConcurrencyController {
    readonly #logger = new Logger('Concurrency');

    /** Takes slots of no limit. */
    @Routed(concurrency.take)
    take(@Body(new HydrateFieldsPipe(concurrency.take.fields)) asked: v3.SlotsWithLease): v3.Lease {
      this.#logger.verbose(`${asked.slots} slots of no limit`);
      return new v3.Lease({ leaseId: randomUUID(), limits: [] });
    }

    /** Gives them back. */
    @Routed(concurrency.giveBack)
    giveBack(@Body(new HydrateFieldsPipe(concurrency.giveBack.fields)) { leaseId }: v3.LeaseEnd): void {
      this.#logger.verbose(`The lease ${leaseId} has ended`);
    }

    /** Holds them for longer. */
    @Routed(concurrency.renew)
    renew(
      @Param('lease_id', new UuidPipe(stateClass)) leaseId: string,
      @Body(new HydrateFieldsPipe(concurrency.renew.fields)) { leaseDuration }: v3.LeaseRenewal,
    ): void {
      this.#logger.verbose(`The lease ${leaseId} holds for ${leaseDuration} s more`);
    }
  }
  return ConcurrencyController;
}
