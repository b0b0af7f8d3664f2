import { readFileSync } from 'node:fs';

import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

import { type PolicyOptions } from '../persistence/index.js';
import { withModelSchemas } from './api-models.js';
import { AppModule } from './app.module.js';
import { type Config, levelsFrom } from './config.js';

/** Puts the backend together; it does not listen yet. */
export async function createApp(config: Config, rules: PolicyOptions = {}): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forDatabase(config.databaseUrl, rules), {
    // the pipes read JSON themselves: its faults are answered as the reference answers them
    bodyParser: false,
    logger: levelsFrom(config.logLevel),
    abortOnError: false,
    // what goes wrong before the start is told by whoever starts it, in a sentence
    bufferLogs: true,
    autoFlushLogs: false,
  });
  app.flushLogs();
  app.useBodyParser('raw', { type: () => true, limit: config.bodyLimit });
  app.setGlobalPrefix('api', { exclude: [{ path: '/', method: RequestMethod.GET }] });
  app.enableShutdownHooks([], { useProcessExit: true });
  const description = new DocumentBuilder()
    .setTitle('prefect-states')
    .setDescription("Run states over Prefect's REST API")
    .setVersion(packageVersion())
    .build();
  SwaggerModule.setup('docs', app, () => withModelSchemas(SwaggerModule.createDocument(app, description)));
  return app;
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
