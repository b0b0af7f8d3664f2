/* What of the module needs TypeORM. It is loaded by `import()` when a module is made, so that pipes do without. */
import { type ModuleMetadata } from '@nestjs/common';

import { type Database as OpenDatabase, type RunType } from '../../persistence/index.js';
import { MODULE_OPTIONS_TOKEN, type PrefectStatesOptions, PrefectStatesOptionsError } from '../options.js';
import { FLOW_RUN_STATES, OPEN_DATABASE, TASK_RUN_STATES } from '../tokens.js';

/** Loads what the module injects, and what others may inject of it. */
export async function loadProviders(): Promise<Required<Pick<ModuleMetadata, 'providers' | 'exports'>>> {
  const { Blocks, Database, RunSearch, Runs, RunStates } = await import('../../persistence/index.js');
  const inject = [Database, MODULE_OPTIONS_TOKEN];
  const statesOf =
    (kind: RunType) =>
    (database: OpenDatabase, { policies, stateClass }: PrefectStatesOptions) =>
      new RunStates(database, kind, { policies, stateClass });
  return {
    providers: [
      { provide: Database, inject: [MODULE_OPTIONS_TOKEN], useFactory: openDatabase },
      { provide: OPEN_DATABASE, useExisting: Database },
      { provide: FLOW_RUN_STATES, inject, useFactory: statesOf('flow_run') },
      { provide: TASK_RUN_STATES, inject, useFactory: statesOf('task_run') },
      {
        provide: Runs,
        inject,
        useFactory: (database: OpenDatabase, { policies, stateClass }: PrefectStatesOptions) =>
          new Runs(database, { policies, stateClass }),
      },
      { provide: Blocks, inject: [Database], useFactory: (database: OpenDatabase) => new Blocks(database) },
      {
        provide: RunSearch,
        inject,
        useFactory: (database: OpenDatabase, { stateClass }: PrefectStatesOptions) =>
          new RunSearch(database, { stateClass }),
      },
    ],
    exports: [Database, OPEN_DATABASE, Blocks, Runs, RunSearch, FLOW_RUN_STATES, TASK_RUN_STATES],
  };
}

/**
 * Opens the database that the options name.
 *
 * @throws {@link PrefectStatesOptionsError} for options that cannot be used
 */
async function openDatabase({ url, dataSource }: PrefectStatesOptions): Promise<OpenDatabase> {
  const { Database, ENTITIES } = await import('../../persistence/index.js');
  if (dataSource === undefined) return Database.open(url ?? 'sqlite:prefect-states.db');
  if (url !== undefined) throw PrefectStatesOptionsError.bothGiven();
  if (!dataSource.isInitialized) throw PrefectStatesOptionsError.notOpen();
  const unknown = ENTITIES.filter((entity) => !dataSource.hasMetadata(entity));
  if (unknown.length > 0) throw PrefectStatesOptionsError.lacksEntities(unknown.map(({ name }) => name));
  return Database.over(dataSource);
}
