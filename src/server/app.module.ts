import { type DynamicModule, Module, type Type, UseGuards } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';

import { PrefectStatesModule } from '../nest/index.js';
import { type PolicyOptions } from '../persistence/index.js';
import { type PrefectApi } from './addresses.js';
import { adminController, csrfTokenController } from './admin.controller.js';
import { blockDocumentsController, blockSchemasController, blockTypesController } from './blocks.controller.js';
import { type Config } from './config.js';
import { DocsController } from './docs/docs.controller.js';
import { ErrorsFilter } from './errors.filter.js';
import { EventQueue } from './events/event-queue.js';
import { EventRecorder } from './events/event-recorder.js';
import { EventStream } from './events/event-stream.js';
import { eventsController } from './events/events.controller.js';
import { flowRunsController } from './flow-runs.controller.js';
import { flowsController } from './flows.controller.js';
import { ApiVersionGuard } from './gate.js';
import { Health } from './health.js';
import { healthController, HealthzController, readyController } from './health.controller.js';
import { LogTrimmer } from './log-trimmer.js';
import { logsController } from './logs.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { type Mount, mountsFor } from './mount.js';
import { PageController } from './page/page.controller.js';
import { Requests } from './requests.js';
import { artifactsController } from './v3/artifacts.controller.js';
import { concurrencyController } from './v3/concurrency.controller.js';
import { flowRunInputsController } from './v3/flow-run-inputs.controller.js';
import { resumeController } from './v3/flow-run-resume.controller.js';
import { findFlowsController } from './v3/flows.controller.js';
import { labelsController } from './v3/labels.controller.js';
import { rootController } from './v3/root.controller.js';
import { Shutdown } from './shutdown.js';
import { Sockets } from './sockets/sockets.js';
import { provideStore } from './store.js';
import { taskRunsController } from './task-runs.controller.js';
import { TaskQueue } from './tasks/task-queue.js';
import { taskWorkersController } from './tasks/task-workers.controller.js';
import { CONFIG } from './tokens.js';

type CreateController = (mount: Mount) => Type;

/** The controllers that both mounts have. */
const BOTH: readonly CreateController[] = [
  flowsController,
  flowRunsController,
  taskRunsController,
  healthController,
  readyController,
  adminController,
  csrfTokenController,
  logsController,
];

/** The controllers that only one of them has. */
const OWN: Readonly<Record<PrefectApi, readonly CreateController[]>> = {
  '2': [blockTypesController, blockSchemasController, blockDocumentsController],
  '3': [
    rootController,
    findFlowsController,
    labelsController,
    resumeController,
    flowRunInputsController,
    concurrencyController,
    artifactsController,
    eventsController,
    taskWorkersController,
  ],
};

/** The backend: Prefect's routes over the kept states. */
@Module({})
export class AppModule {
  static of(config: Config, rules: PolicyOptions, requests: Requests): DynamicModule {
    const mounts = mountsFor(config);
    return {
      module: AppModule,
      imports: [PrefectStatesModule.forRoot({ url: config.databaseUrl, ...rules }), TerminusModule.forRoot()],
      controllers: [
        ...mounts.flatMap((mount) => [...BOTH, ...OWN[mount.major]].map((make) => guarded(make(mount), mount))),
        HealthzController,
        MetricsController,
        PageController,
        DocsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Requests, useValue: requests },
        ...mounts.map((mount) => provideStore(mount, rules)),
        Metrics,
        { provide: APP_FILTER, useClass: ErrorsFilter },
        { provide: APP_GUARD, useClass: ApiVersionGuard },
        Health,
        LogTrimmer,
        Shutdown,
        EventRecorder,
        EventQueue,
        EventStream,
        Sockets,
        TaskQueue,
      ],
    };
  }
}

function guarded(controller: Type, { guards }: Mount): Type {
  UseGuards(...guards)(controller);
  return controller;
}
