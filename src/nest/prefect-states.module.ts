import { type DynamicModule, Inject, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';

import { Database, RunSearch, RunStates, Runs } from '../persistence/index.js';
import { FLOW_RUN_STATES, TASK_RUN_STATES } from './tokens.js';

/** How the module is set up. */
export interface PrefectStatesOptions {
  /** `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`. @defaultValue 'sqlite:prefect-states.db' */
  readonly url?: string;
}

const SHARED: Provider[] = [
  {
    provide: FLOW_RUN_STATES,
    inject: [Database],
    useFactory: (database: Database) => new RunStates(database, 'flow_run'),
  },
  {
    provide: TASK_RUN_STATES,
    inject: [Database],
    useFactory: (database: Database) => new RunStates(database, 'task_run'),
  },
  { provide: Runs, inject: [Database], useFactory: (database: Database) => new Runs(database) },
  { provide: RunSearch, inject: [Database], useFactory: (database: Database) => new RunSearch(database) },
];

/**
 * Gives a Nest application the kept states of runs: `Runs`, and `RunStates` under the tokens `FLOW_RUN_STATES` and
 * `TASK_RUN_STATES`. The database is opened, and its tables made, before the application starts; it is closed with it.
 *
 * @example
 * ```ts
 * @Module({ imports: [PrefectStatesModule.forRoot({ url: 'sqlite:states.db' })] })
 * class AppModule {}
 * ```
 */
@Module({})
export class PrefectStatesModule implements OnApplicationShutdown {
  readonly #database: Database;

  constructor(@Inject(Database) database: Database) {
    this.#database = database;
  }

  static forRoot({ url = 'sqlite:prefect-states.db' }: PrefectStatesOptions = {}): DynamicModule {
    const database: Provider = { provide: Database, useFactory: () => Database.open(url) };
    return {
      module: PrefectStatesModule,
      global: true,
      providers: [database, ...SHARED],
      exports: [Database, Runs, RunSearch, FLOW_RUN_STATES, TASK_RUN_STATES],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#database.close();
  }
}
