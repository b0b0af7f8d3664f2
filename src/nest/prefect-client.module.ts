import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { type ClientOptions, type ClientWire, PrefectClient } from '../client/index.js';

/** What the client of an application is made of: `wire`, and what else is not left to the environment. */
export type PrefectClientModuleOptions = ClientOptions<ClientWire>;

/** What gives the options, for `forRootAsync({ useClass })` and `useExisting`. */
export interface PrefectClientOptionsFactory {
  createPrefectClientOptions(): PrefectClientModuleOptions | Promise<PrefectClientModuleOptions>;
}

/** The options that say how the module stands in the application. */
export interface PrefectClientExtras {
  /** Whether every module may inject the client without importing this one. @defaultValue true */
  readonly isGlobal?: boolean;
}

/** The part of the module that every configurable module has. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<PrefectClientModuleOptions>({ moduleName: 'PrefectClient' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createPrefectClientOptions')
    .setExtras<PrefectClientExtras>({ isGlobal: true }, (definition, { isGlobal = true }) => ({
      ...definition,
      global: isGlobal,
    }))
    .build();

/** What Terminus takes of an indicator: under a key, whether it is up, and why not. */
export type PrefectHealth<Key extends string> = Readonly<
  Record<Key, { readonly status: 'up' | 'down'; readonly version?: string; readonly message?: string }>
>;

/**
 * Says whether the server of Prefect answers, to Terminus or to anything else that asks: it needs no package for that.
 *
 * @example
 * ```ts
 * this.health.check([() => this.prefect.isHealthy('prefect')]);
 * ```
 */
@Injectable()
export class PrefectHealthIndicator {
  readonly #client: PrefectClient<ClientWire>;

  constructor(@Inject(PrefectClient) client: PrefectClient<ClientWire>) {
    this.#client = client;
  }

  /** Asks the server for its version. @param key - the name under which it is told */
  async isHealthy<const Key extends string>(key: Key): Promise<PrefectHealth<Key>> {
    try {
      const version = await this.#client.readVersion();
      return { [key]: { status: 'up', version } } as unknown as PrefectHealth<Key>;
    } catch (error) {
      return { [key]: { status: 'down', message: (error as Error).message } } as unknown as PrefectHealth<Key>;
    }
  }
}

/**
 * Gives a Nest application a `PrefectClient`, and a {@link PrefectHealthIndicator}. Events that are being sent when the
 * application ends are waited for.
 *
 * @example
 * ```ts
 * @Module({ imports: [PrefectClientModule.forRoot({ wire: prefect3 })] })
 * class AppModule {}
 * ```
 */
@Module({
  providers: [
    {
      provide: PrefectClient,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: (options: PrefectClientModuleOptions) => new PrefectClient(options),
    },
    PrefectHealthIndicator,
  ],
  exports: [PrefectClient, PrefectHealthIndicator],
})
export class PrefectClientModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  readonly #client: Pick<PrefectClient<ClientWire>, 'close'>;

  constructor(@Inject(PrefectClient) client: Pick<PrefectClient<ClientWire>, 'close'>) {
    super();
    this.#client = client;
  }

  /** Uses options that are known when the code is loaded. */
  static override forRoot(options: PrefectClientModuleOptions & PrefectClientExtras): DynamicModule {
    return super.forRoot(options);
  }

  /**
   * Uses options that are known when the application starts.
   *
   * @param options - `useFactory` with `inject` and `imports`; or `useClass` or `useExisting` with a
   * `PrefectClientOptionsFactory`
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }

  /** Waits for events that are being sent. */
  async onApplicationShutdown(): Promise<void> {
    await this.#client.close();
  }
}
