import { readFileSync } from 'node:fs';

import { type FastifyAdapter } from '@nestjs/platform-fastify';

import { PLAIN_PATH } from '../addresses.js';
import { PACKAGE_FOLDER } from '../folders.js';
import { type Mount } from '../mount.js';

/** The forms of a document. JSON is YAML too. */
const FORMS = { json: 'application/json', yaml: 'text/yaml' };

/** What is used of Fastify's reply. */
interface Answer {
  type(type: string): Answer;
  send(text: string): unknown;
}

/**
 * Serves the OpenAPI document of each mount at its own address, such as `/v3/docs-json`, and that of `/api`. A document is made
 * when it is first asked for: to make them all would take a third of a start.
 */
export function describeRoutes(adapter: FastifyAdapter, mounts: readonly Mount[]): void {
  for (const mount of mounts) {
    for (const path of mount.paths) {
      let text: Promise<string> | null = null;
      for (const [form, type] of Object.entries(FORMS)) {
        adapter.get(`/${path.replace(PLAIN_PATH, 'docs')}-${form}`, async (_request: unknown, answer: Answer) =>
          answer.type(type).send(await (text ??= write(mount, path))),
        );
      }
    }
  }
}

async function write({ routes, invalidRequest }: Mount, path: string): Promise<string> {
  const { documentOf } = await import('../openapi.js');
  return JSON.stringify(documentOf(routes, { prefix: `/${path}`, version: packageVersion(), invalidRequest }));
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
