/* The client of Prefect in a Nest application. */
import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';

import { prefect2, PrefectClient } from '../../src/client/index.js';
import { PrefectClientModule, PrefectHealthIndicator } from '../../src/nest/index.js';
import { temporaryFolder } from '../support/database.js';
import { freePort } from '../support/postgres.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
let server: SharedServer;
beforeAll(async () => {
  server = await startShared(folder);
});
afterAll(() => server.stop());

@Injectable()
class Jobs {
  constructor(@Inject(PrefectClient) readonly client: PrefectClient<typeof prefect2>) {}
}

@Module({ providers: [Jobs] })
class JobsModule {}

const QUIET = { logger: false, abortOnError: false } as const;

async function contextOf(...imports: NonNullable<Parameters<typeof Module>[0]['imports']>) {
  @Module({ imports: [...imports, JobsModule, TerminusModule] })
  class AppModule {}
  return NestFactory.createApplicationContext(AppModule, QUIET);
}

describe('PrefectClientModule', () => {
  it('gives every module a client, by options that are known before', async () => {
    const app = await contextOf(PrefectClientModule.forRoot({ wire: prefect2, apiUrl: server.url }));
    expect(await app.get(Jobs).client.readVersion()).toBe('2.20.25');
    await app.close();
  });

  it('gives one by options that a provider makes', async () => {
    const useFactory = (): Promise<{ wire: typeof prefect2; apiUrl: string }> =>
      Promise.resolve({ wire: prefect2, apiUrl: server.url });
    const app = await contextOf(PrefectClientModule.forRootAsync({ useFactory }));
    expect((await app.get(Jobs).client.createFlow({ name: 'of Nest' })).name).toBe('of Nest');
    await app.close();
  });

  it('closes the client with the application', async () => {
    const app = await contextOf(PrefectClientModule.forRoot({ wire: prefect2, apiUrl: server.url }));
    const { client } = app.get(Jobs);
    let isClosed = false;
    const close = client.close.bind(client);
    client.close = () => {
      isClosed = true;
      return close();
    };
    await app.close();
    expect(isClosed).toBe(true);
  });

  it('does not start without an address', async () => {
    await expect(contextOf(PrefectClientModule.forRoot({ wire: prefect2, apiUrl: '' }))).rejects.toThrow(
      'There is no address of an API',
    );
  });
});

describe('PrefectHealthIndicator', () => {
  const check = async (apiUrl: string): Promise<unknown> => {
    const retry = { times: 0 };
    const app = await contextOf(PrefectClientModule.forRoot({ wire: prefect2, apiUrl, retry }));
    const prefect = app.get(PrefectHealthIndicator);
    const health = await app.resolve(HealthCheckService);
    const told = await health
      .check([() => prefect.isHealthy('prefect')])
      .catch((error: unknown) => (error as { getResponse(): unknown }).getResponse());
    await app.close();
    return told;
  };

  it('tells Terminus that the server answers, and which version it speaks', async () => {
    expect(await check(server.url)).toMatchObject({
      status: 'ok',
      details: { prefect: { status: 'up', version: '2.20.25' } },
    });
  });

  it('tells Terminus why it does not', async () => {
    expect(await check(`http://127.0.0.1:${await freePort()}/api`)).toMatchObject({
      status: 'error',
      error: { prefect: { status: 'down', message: 'GET /admin/version got no answer: ECONNREFUSED' } },
    });
  });
});
