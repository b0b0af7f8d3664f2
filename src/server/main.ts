/* Starts the backend. A setting that is wrong, or a database that cannot be opened, ends it with a sentence. */
import { Logger } from '@nestjs/common';

import { readConfig } from './config.js';
import { createApp } from './create-app.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  new Logger('Server').log(`Listening on ${url}/api, documented at ${url}/docs, to be looked at on ${url}`);
}

main().catch((error: unknown) => {
  console.error(`prefect-states did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
