import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import { type Database } from '../persistence/index.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  type PrefectStatesExtras,
  type PrefectStatesOptions,
} from './options.js';
import { loadProviders } from './persistence/providers.js';
import { OPEN_DATABASE } from './tokens.js';

/** What holds the database and all that stands on it. */
@Module({})
class PrefectStatesPersistence {}

/**
 * Gives a Nest application the kept states of runs: `Runs`, and `RunStates` under the tokens `FLOW_RUN_STATES` and
 * `TASK_RUN_STATES`. The database is open, and its tables made, before the application starts; what the module has
 * opened it closes with the application.
 *
 * @example
 * ```ts
 * @Module({ imports: [PrefectStatesModule.forRoot({ url: 'sqlite:states.db' })] })
 * class AppModule {}
 * ```
 */
@Module({})
export class PrefectStatesModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  readonly #database: Pick<Database, 'close'>;

  constructor(@Inject(OPEN_DATABASE) database: Pick<Database, 'close'>) {
    super();
    this.#database = database;
  }

  /** Uses a database that is known when the code is loaded. */
  static override forRoot(options: PrefectStatesOptions & PrefectStatesExtras = {}): DynamicModule {
    return withPersistence(super.forRoot(options));
  }

  /**
   * Uses a database that is known when the application starts.
   *
   * @param options - `useFactory` with `inject` and `imports`; or `useClass` or `useExisting` with a
   * `PrefectStatesOptionsFactory`
   * @example
   * ```ts
   * PrefectStatesModule.forRootAsync({ inject: [DataSource], useFactory: (dataSource: DataSource) => ({ dataSource }) });
   * ```
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return withPersistence(super.forRootAsync(options));
  }

  /** Closes the database that the module has opened. */
  async onApplicationShutdown(): Promise<void> {
    await this.#database.close();
  }
}

/** The module, with all that it was told in a part of its own, which is loaded while the application is made. */
function withPersistence({ module, global, ...told }: DynamicModule): DynamicModule {
  return { module, global, imports: [loadPersistence(told)], exports: [PrefectStatesPersistence] };
}

async function loadPersistence(told: Omit<DynamicModule, 'module'>): Promise<DynamicModule> {
  const { providers, exports } = await loadProviders();
  return { ...told, module: PrefectStatesPersistence, providers: [...(told.providers ?? []), ...providers], exports };
}
