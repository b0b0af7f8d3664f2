/* What `npm start` runs: one file, which loads what is asked for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import '../support/built.js';
import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { startServer } from '../support/server.js';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

describe('dist/server/main.js', () => {
  const folder = temporaryFolder();
  const text = readFileSync(MAIN, 'utf8');

  it('imports at once nothing but what Node brings along', () => {
    const imported = [...text.matchAll(/^import\b[^;]*?['"]([^'"]+)['"];$/gm)].map(([, name]) =>
      name!.replace('node:', ''),
    );
    expect(imported).toContain('fs');
    expect(imported.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });

  it('loads of packages, until it answers, only the driver of the database', async () => {
    const hook = join(folder, 'loaded.cjs');
    writeFileSync(hook, `process.on('exit', () => console.log('LOADED ' + Object.keys(require.cache).join(' ')));`);
    const server = await startServer(folder, { NODE_OPTIONS: `--require ${hook}` });
    expect((await send(`${server.url}/ready`)).status).toBe(200);
    await server.stop();
    const loaded = /^LOADED (.*)$/m.exec(server.output())![1]!.split(' ');
    const packages = loaded.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path);
    expect([...new Set(packages)].sort()).toEqual(['better-sqlite3', 'bindings', 'file-uri-to-path', hook].sort());
  });

  it('leaves classes their names, though several modules have one of a name', async () => {
    const server = await startServer(folder);
    const { body } = await send(server.url.replace('/api', '/v3/docs-json'));
    await server.stop();
    const names = Object.keys((body as { components: { schemas: object } }).components.schemas);
    expect(names).toEqual(expect.arrayContaining(['State', 'StateDetails', 'FlowRunResponse']));
    expect(names.filter((name) => /[a-z]\d+$/.test(name))).toEqual([]);
  });
});
