import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { type PolicyOptions } from '../persistence/index.js';
import { createAdapter } from './adapter.js';
import { AppModule } from './app.module.js';
import { type Config } from './config.js';
import { describeRoutes } from './docs/documents.js';
import { guard } from './gate.js';
import { createLogger } from './logs.js';
import { mountsFor } from './mount.js';
import { Requests } from './requests.js';
import { openSockets } from './sockets/open-sockets.js';

/** Puts the backend together; it does not listen yet. */
export async function createApp(config: Config, rules: PolicyOptions = {}): Promise<NestFastifyApplication> {
  const requests = new Requests(config);
  const adapter = createAdapter(config, requests);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, rules, requests), adapter, {
    // the pipes read JSON themselves: its faults are answered as the reference answers them
    bodyParser: false,
    logger: createLogger(config),
    abortOnError: false,
    // what goes wrong before the start is told by the caller, in a sentence
    bufferLogs: true,
    autoFlushLogs: false,
  });
  app.flushLogs();
  const [, mount] = mountsFor(config);
  // before the gate: it knows which of the refused are sockets, and ends them
  await openSockets(
    app,
    mount.paths.map((path) => `/${path}`),
    config,
  );
  guard(adapter, config);
  if (config.corsOrigins.length > 0) app.enableCors(corsOptions(config));
  app.enableShutdownHooks([], { useProcessExit: true });
  describeRoutes(adapter, mountsFor(config));
  return app;
}

/** What browsers are told for pages of other origins that may ask. */
function corsOptions({ corsOrigins }: Config): object {
  return {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['X-Request-Id'],
  };
}
