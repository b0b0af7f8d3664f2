import { Body, Controller, Inject, Param, type Type } from '@nestjs/common';

import { prefect3Routes, type v3 } from '../../api/index.js';
import { ClientSignal } from '../requests.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { type Store } from '../store.js';
import { LabelsPipe } from './labels.pipe.js';

const { updateLabels } = prefect3Routes.flowRuns;

/** Makes the controller that gives flow runs labels. @source prefect 3.8.8, server/api/flow_runs.py, `update_flow_run_labels` */
export function labelsController({ paths, id: ID, store }: Mount): Type {
  @Controller([...paths])
  class LabelsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Gives a flow run more labels. */
    @Routed(updateLabels)
    async update(
      @Param('id', ID) id: string,
      @Body(LabelsPipe) labels: v3.Labels,
      @ClientSignal() signal: AbortSignal,
    ): Promise<void> {
      await this.#store.runs.addFlowRunLabels(id, labels, { signal });
    }
  }
  return LabelsController;
}
