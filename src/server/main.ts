/* Starts the backend. A setting that is wrong, or a database that cannot be opened, ends it with a sentence. */
import { Logger } from '@nestjs/common';

import { withoutCredentials } from '../index.js';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import { logProcess, makeLogger } from './logs.js';

const isTerminal = process.stdout.isTTY;

async function main(): Promise<void> {
  const config = readConfig(process.env, { isTerminal });
  logProcess(makeLogger(config));
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  new Logger('Server').log(`Listening on ${url}/api, documented at ${url}/docs, to be looked at on ${url}`);
}

main().catch((error: unknown) => {
  const reason = withoutCredentials(error instanceof Error ? error.message : String(error));
  const sentence = `prefect-states did not start: ${reason}`;
  // it may be the settings that are wrong, and among them the form of the log
  const { LOG_FORMAT = isTerminal ? 'text' : 'json' } = process.env;
  if (LOG_FORMAT === 'text') console.error(sentence);
  else makeLogger({ logFormat: 'json', logLevel: 'fatal' }).fatal(sentence, 'Server');
  process.exitCode = 1;
});
