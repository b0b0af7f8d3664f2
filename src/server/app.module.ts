import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';

import { PrefectStatesModule, StateJsonInterceptor } from '../nest/index.js';
import { type PolicyOptions } from '../persistence/index.js';
import { AdminController, CsrfTokenController } from './admin.controller.js';
import { ApiVersionGuard } from './api-version.guard.js';
import { BlockDocumentsController, BlockSchemasController, BlockTypesController } from './blocks.controller.js';
import { type Config } from './config.js';
import { DocsController } from './docs/docs.controller.js';
import { ErrorsFilter } from './errors.filter.js';
import { FlowRunsController } from './flow-runs.controller.js';
import { FlowsController } from './flows.controller.js';
import { Health } from './health.js';
import { HealthController, HealthzController, ReadyController } from './health.controller.js';
import { LogsController } from './logs.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { PageController } from './page/page.controller.js';
import { Shutdown } from './shutdown.js';
import { TaskRunsController } from './task-runs.controller.js';
import { CONFIG } from './tokens.js';

/** The backend: Prefect's routes over the kept states. */
@Module({})
export class AppModule {
  static of(config: Config, rules: PolicyOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [PrefectStatesModule.forRoot({ url: config.databaseUrl, ...rules }), TerminusModule.forRoot()],
      controllers: [
        FlowsController,
        FlowRunsController,
        TaskRunsController,
        HealthController,
        ReadyController,
        HealthzController,
        AdminController,
        CsrfTokenController,
        LogsController,
        BlockTypesController,
        BlockSchemasController,
        BlockDocumentsController,
        MetricsController,
        PageController,
        DocsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
        Metrics,
        { provide: APP_INTERCEPTOR, useExisting: Metrics },
        { provide: APP_FILTER, useClass: ErrorsFilter },
        { provide: APP_GUARD, useClass: ApiVersionGuard },
        Health,
        Shutdown,
      ],
    };
  }
}
