/* Makes one file of the page, for `npm run build`: the client as a browser takes it, and the style, inside of the markup. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const here = new URL('./', import.meta.url);
const target = new URL('../../../dist/server/page/page.html', here);

const { outputFiles } = await build({
  entryPoints: [new URL('client/page.ts', here).pathname],
  bundle: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  write: false,
});
let html = await readFile(new URL('page.html', here), 'utf8');
const parts = { 'page.css': await readFile(new URL('page.css', here), 'utf8'), 'page.js': outputFiles[0].text };
// by a function: in a text, `$&` would mean something
for (const [name, text] of Object.entries(parts)) html = html.replace(`/* ${name} */`, () => text);
await mkdir(new URL('./', target), { recursive: true });
await writeFile(target, html);
