import { readFileSync } from 'node:fs';

import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';

import { type PolicyOptions } from '../persistence/index.js';
import { PLAIN_PATH } from './addresses.js';
import { createAdapter } from './adapter.js';
import { AppModule } from './app.module.js';
import { type Config } from './config.js';
import { guard } from './gate.js';
import { createLogger } from './logs.js';
import { mountsFor } from './mount.js';
import { documentOf } from './openapi.js';
import { note } from './requests.js';
import { openSockets } from './sockets/open-sockets.js';

/** Puts the backend together; it does not listen yet. */
export async function createApp(config: Config, rules: PolicyOptions = {}): Promise<NestFastifyApplication> {
  const adapter = createAdapter(config);
  note(adapter, config);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, rules), adapter, {
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
  // behind what measures requests, which the application has brought along
  guard(adapter, config);
  if (config.corsOrigins.length > 0) app.enableCors(corsOptions(config));
  app.enableShutdownHooks([], { useProcessExit: true });
  describe(app, config);
  return app;
}

/** Each mount has its OpenAPI document at its own address, such as `/v3/docs-json`; and there is that of `/api`. */
function describe(app: NestFastifyApplication, config: Config): void {
  const version = packageVersion();
  for (const { routes, invalidRequest, paths } of mountsFor(config)) {
    for (const path of paths) {
      const document = documentOf(routes, { prefix: `/${path}`, version, invalidRequest });
      SwaggerModule.setup(path.replace(PLAIN_PATH, 'docs'), app, document, { ui: false });
    }
  }
}

/** What browsers are told for pages of other origins that may ask. */
function corsOptions({ corsOrigins }: Config): object {
  return {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['X-Request-Id'],
  };
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
