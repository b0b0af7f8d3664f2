import { ConfigurableModuleBuilder } from '@nestjs/common';
import { type DataSource } from 'typeorm';

import { PrefectError, type StateClass } from '../index.js';
import { type Policies } from '../transitions/index.js';

/** Which database the module uses: an address, or a data source of the application's own; and by which rules its runs go. */
export interface PrefectStatesOptions {
  /**
   * `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`. The module opens it, brings its tables up to date, and
   * closes it with the application.
   *
   * @defaultValue 'sqlite:prefect-states.db'
   */
  readonly url?: string;
  /**
   * A data source made with `ENTITIES` and `MIGRATIONS`, opened and migrated; the application closes it. On Postgres it is
   * made with `extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION }`; on SQLite it offers reading and
   * `append(..., { manager })`.
   */
  readonly dataSource?: DataSource;
  /** The rules that proposed states go by: those of a version of Prefect, or your own. @defaultValue {@link PREFECT_2_POLICIES} */
  readonly policies?: Policies;
  /** The class that states are read and answered as: `State`, that of `prefect-states/v3`, or one of your own. @defaultValue State */
  readonly stateClass?: StateClass;
}

/** What gives the options, for `forRootAsync({ useClass })` and `useExisting`. */
export interface PrefectStatesOptionsFactory {
  createPrefectStatesOptions(): PrefectStatesOptions | Promise<PrefectStatesOptions>;
}

/** Thrown when the module is given options that it cannot use; the application does not start. */
export class PrefectStatesOptionsError extends PrefectError {
  readonly code = 'PREFECT_STATES_OPTIONS';

  /** @internal */
  static bothGiven(): PrefectStatesOptionsError {
    return new PrefectStatesOptionsError('PrefectStatesModule takes url or dataSource, not both');
  }

  /** @internal */
  static notOpen(): PrefectStatesOptionsError {
    return new PrefectStatesOptionsError('the dataSource is not initialized: call initialize() before');
  }

  /** @internal */
  static lacksEntities(names: readonly string[]): PrefectStatesOptionsError {
    return new PrefectStatesOptionsError(
      `the dataSource does not know ${names.join(', ')}: make it with entities: [...ENTITIES] and migrations: [...MIGRATIONS]`,
    );
  }
}

/** The options that say how the module stands in the application. */
export interface PrefectStatesExtras {
  /** Whether every module may inject what this one gives, without importing it. @defaultValue true */
  readonly isGlobal?: boolean;
}

/** The part of the module that every configurable module has: `forRoot`, `forRootAsync`, and the token of its options. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<PrefectStatesOptions>({ moduleName: 'PrefectStates' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createPrefectStatesOptions')
    .setExtras<PrefectStatesExtras>({ isGlobal: true }, (definition, { isGlobal = true }) => ({
      ...definition,
      global: isGlobal,
    }))
    .build();
