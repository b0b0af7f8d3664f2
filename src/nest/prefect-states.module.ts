import { type DynamicModule, Inject, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';

import { Blocks, Database, RunSearch, RunStates, Runs } from '../persistence/index.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN,
  openDatabase,
  type PrefectStatesExtras,
  type PrefectStatesOptions,
} from './options.js';
import { FLOW_RUN_STATES, TASK_RUN_STATES } from './tokens.js';

const PROVIDERS: Provider[] = [
  { provide: Database, inject: [MODULE_OPTIONS_TOKEN], useFactory: openDatabase },
  {
    provide: FLOW_RUN_STATES,
    inject: [Database, MODULE_OPTIONS_TOKEN],
    useFactory: (database: Database, { policies }: PrefectStatesOptions) =>
      new RunStates(database, 'flow_run', { policies }),
  },
  {
    provide: TASK_RUN_STATES,
    inject: [Database, MODULE_OPTIONS_TOKEN],
    useFactory: (database: Database, { policies }: PrefectStatesOptions) =>
      new RunStates(database, 'task_run', { policies }),
  },
  {
    provide: Runs,
    inject: [Database, MODULE_OPTIONS_TOKEN],
    useFactory: (database: Database, { policies }: PrefectStatesOptions) => new Runs(database, { policies }),
  },
  { provide: Blocks, inject: [Database], useFactory: (database: Database) => new Blocks(database) },
  { provide: RunSearch, inject: [Database], useFactory: (database: Database) => new RunSearch(database) },
];

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
@Module({ providers: PROVIDERS, exports: [Database, Blocks, Runs, RunSearch, FLOW_RUN_STATES, TASK_RUN_STATES] })
export class PrefectStatesModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  readonly #database: Database;

  constructor(@Inject(Database) database: Database) {
    super();
    this.#database = database;
  }

  /** Uses a database that is known when the code is loaded. */
  static override forRoot(options: PrefectStatesOptions & PrefectStatesExtras = {}): DynamicModule {
    return super.forRoot(options);
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
    return super.forRootAsync(options);
  }

  /** Closes the database that the module has opened. */
  async onApplicationShutdown(): Promise<void> {
    await this.#database.close();
  }
}
