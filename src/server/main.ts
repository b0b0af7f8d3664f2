/* Starts the backend. A setting that is wrong, or a database that cannot be opened, ends it with a sentence. */
import { Logger } from '@nestjs/common';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { withoutCredentials } from '../inner.js';
import { pathOf, PREFECT_APIS } from './addresses.js';
import { readConfig } from './config.js';
import { isLoopback } from './gate.js';
import { keepHeapSmall } from './heap.js';
import { logProcess, createLogger } from './logs.js';

const isTerminal = process.stdout.isTTY;

async function main(): Promise<void> {
  const config = readConfig(process.env, { isTerminal });
  logProcess(createLogger(config));
  keepHeapSmall();
  // loading it takes most of a start: a setting that is wrong is told before
  const { createApp } = await import('./create-app.js');
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const server: Server = app.getHttpServer();
  const address = server.address() as AddressInfo;
  const url = urlOf(address);
  const logger = new Logger('Server');
  logger.log(`Listening on ${url}/api, with a page at ${url} and documentation at ${url}/docs`);
  // a line for each wire, for a client's shell
  for (const api of PREFECT_APIS) logger.log(`PREFECT_API_URL=${url}/${pathOf(api)}`);
  if (config.apiAuthString === null && !isLoopback(address.address)) {
    logger.warn(
      'The server listens beyond this machine, and anyone who reaches it may call: API_AUTH_STRING is not set',
    );
  }
}

/** Where the server is, as it is: Nest would say that it is on loopback only, when it listens everywhere. */
function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

main().catch((error: unknown) => {
  const reason = withoutCredentials(error instanceof Error ? error.message : String(error));
  const sentence = `prefect-states did not start: ${reason}`;
  // it may be the settings that are wrong, and among them the form of the log
  const { LOG_FORMAT = isTerminal ? 'text' : 'json' } = process.env;
  if (LOG_FORMAT === 'text') console.error(sentence);
  else createLogger({ logFormat: 'json', logLevel: 'fatal' }).fatal(sentence, 'Server');
  process.exitCode = 1;
});
