/*
 * Makes one file of the backend, for `npm run build`: dist/server/main.js, with all that it loads of packages, but for what is
 * native or asked for by an address. To find and read nine hundred files took most of a start.
 */
import { Buffer } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parseAst } from 'rollup/parseAst';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const MAIN = join(DIST, 'server/main.js');

/** Native, with a part that is; and what Nest would load if it were asked for. */
const OUTSIDE = ['better-sqlite3', 'pg', '@nestjs/platform-express', 'class-transformer', 'class-validator'];

/** The backend's own models have no rules of class-validator, and class-transformer reads none of them. */
const ECOSYSTEM = join(DIST, 'fields/ecosystem/index.js');

/** Packages that no one has installed: the code that loads them is there, and is not run. */
const withAbsent = {
  name: 'with-absent',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === withAbsent) return undefined;
      const { importer, resolveDir, kind } = asked;
      const found = await resolve(path, { importer, resolveDir, kind, pluginData: withAbsent });
      return found.errors.length === 0 ? found : { path, external: true };
    });
  },
};

const withoutEcosystem = {
  name: 'without-ecosystem',
  setup({ onResolve }) {
    onResolve({ filter: /\/index\.js$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === ECOSYSTEM ? { path: join(ECOSYSTEM, '../without.js') } : undefined,
    );
  },
};

/** Of packages the source map says the file and no more, by one of theirs that knows no more: it is read when an error is told. */
const FILE_ONLY = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');
const withShortMap = {
  name: 'with-short-map',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.[cm]?js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${FILE_ONLY}`,
    }));
  },
};

/**
 * Where functions are named that are made again and again: those inside of others. esbuild names every function whose name
 * it changes, which would take longer than to make it. What is outermost in a module, a wrapper of esbuild's may be around it.
 */
function namingsInside(code) {
  const found = [];
  const open = [{ node: parseAst(code), depth: 0 }];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const { node, depth } = each;
    const isNaming = node.type === 'CallExpression' && node.callee.name === '__name';
    if (isNaming && depth > 1) found.push([node, node.arguments[0]]);
    const inner = /Function|Method/.test(node.type) ? depth + 1 : depth;
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part])
        if (typeof child?.type === 'string') open.push({ node: child, depth: inner });
    }
  }
  return found;
}

/** Blanks them out: every place stays where the source map has it. */
function withoutNamings(code) {
  const blank = (from, to) => code.slice(from, to).replaceAll(/[^\n]/g, ' ');
  const cuts = namingsInside(code)
    .flatMap(([call, named]) => [
      [call.start, named.start],
      [named.end, call.end],
    ])
    .sort(([left], [right]) => left - right);
  let [text, at] = ['', 0];
  for (const [from, to] of cuts) {
    text += code.slice(at, from) + blank(from, to);
    at = to;
  }
  return text + code.slice(at);
}

await build({
  entryPoints: [MAIN],
  outfile: MAIN,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  external: OUTSIDE,
  plugins: [withAbsent, withoutEcosystem, withShortMap],
  // what is no module loads others by it
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  logLevel: 'error',
});
await writeFile(MAIN, withoutNamings(await readFile(MAIN, 'utf8')));
