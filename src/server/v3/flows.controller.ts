import { Body, Controller, Inject, type Type } from '@nestjs/common';

import { prefect3Routes, v3 } from '../../api/index.js';
import { HydrateFieldsPipe } from '../../nest/index.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { pageOf, PagePipe, queryOf } from '../searches.js';
import { type Store } from '../store.js';

const { flows } = prefect3Routes;

/** Makes the controller that finds flows. @source prefect 3.8.8, server/api/flows.py */
export function findFlowsController({ paths, store }: Mount): Type {
  @Controller([...paths])
  class FindFlowsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Finds flows. */
    @Routed(flows.filter)
    async filter(@Body(new PagePipe(flows.filter.fields)) body: v3.FlowPageQuery): Promise<v3.Flow[]> {
      const page = pageOf(body);
      const query = queryOf(body);
      const found = query === null ? [] : await this.#store.search.flows(query, page);
      return found.map((flow) => v3.Flow.fromOrm(flow));
    }

    /** Counts flows. */
    @Routed(flows.count)
    async count(@Body(new HydrateFieldsPipe(flows.count.fields)) body: v3.FlowQuery): Promise<number> {
      const query = queryOf(body);
      return query === null ? 0 : this.#store.search.countFlows(query);
    }
  }
  return FindFlowsController;
}
