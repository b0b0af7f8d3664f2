/*
 * Makes one file of the modules behind each entry point, for `npm run build`, after TypeScript has written them to dist: a
 * first import finds and compiles a few files instead of a hundred, which took most of its time. What entry points share
 * stays shared, so that a class is the same one whichever it is imported from. Types stay file by file; so does the
 * server, which no one imports.
 *
 * By rollup, because it leaves classes and functions their names, which errors and tables show.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { parseAst } from 'rollup/parseAst';

const DIST = fileURLToPath(import.meta.resolve('./dist/'));
// the server takes from inner what is in no entry point
const ENTRIES = [
  'index',
  'inner',
  'v3/index',
  'transitions/index',
  'api/index',
  'client/index',
  'persistence/index',
  'nest/index',
];

/** What only the second wire needs of the domain. */
const OF_V3 = [join('fields', 'wires', 'prefect3', sep), join('time', 'parse-iso.js')];

/** Every entry point needs nearly all of the domain: in one file, it is not cut by who needs the rest. */
function isOfDomain(file) {
  const inside = relative(DIST, file);
  if (OF_V3.some((part) => inside.startsWith(part))) return false;
  const [room, ...path] = inside.split(sep);
  return path.length > 0 && !['v3', 'transitions', 'api', 'client', 'persistence', 'nest'].includes(room);
}

/** So with the contract: client, persistence and server need most of it. */
function isOfContract(file) {
  const [room, ...path] = relative(DIST, file).split(sep);
  return room === 'api' && path.join(sep) !== 'index.js';
}

/** What only clients of the second wire need: a page that speaks the first does not load it. */
const WIRE_3 =
  /^(?:api\/(?:v3\/|(?:contract|ended-runs|faults|root|root-routes)\.js)|client\/(?:api-socket|events|flow-run-events|wires\/(?:prefect3|task-run-events))\.js)/;

/** Rollup puts into a chunk what its modules import, too, unless that has a chunk of its own: so each has. */
function chunkInBrowsers(file) {
  if (isOfDomain(file)) return 'domain';
  const path = relative(DIST, file).split(sep).join('/');
  if (path.endsWith('/index.js')) return undefined;
  if (path.startsWith('v3/')) return 'v3';
  if (WIRE_3.test(path)) return 'wire3';
  if (path.startsWith('transitions/')) return isAnswer(path) ? 'answers' : 'transitions';
  return ['api', 'client'].find((room) => path.startsWith(`${room}/`));
}

/** What a server answers to a proposal, and the policies of runs: the contract has them. */
const isAnswer = (path) => /^transitions\/(?:orchestration-result|run-policy)\.js$/.test(path);

function chunkOf(folder, file) {
  if (folder === 'browser') return chunkInBrowsers(file);
  if (isOfDomain(file)) return 'domain';
  return isOfContract(file) ? 'contract' : undefined;
}

/** Gives rollup the source maps that TypeScript wrote. */
const withSourceMaps = {
  name: 'with-source-maps',
  load: async (file) => ({ code: await readFile(file, 'utf8'), map: await readFile(`${file}.map`, 'utf8') }),
};

/** What a browser does not need, and the modules that stand in its place: each says why. */
const WITHOUT = new Map(
  [
    // class-transformer and class-validator
    ['fields/ecosystem/index.js', 'fields/ecosystem/without.js'],
    // generated code
    ['codec/compiled.js', 'codec/without-compiled.js'],
    ['fields/kinds/inline.js', 'fields/kinds/without-inline.js'],
    // schemas, which forms and documents of the server ask for
    ['codec/json-schema.js', 'codec/without-json-schema.js'],
    // ways that only save microseconds
    ['text/characters.js', 'text/without-characters.js'],
    ['time/quick.js', 'time/without-quick.js'],
    ['values/equal-quickly.js', 'values/without-equal-quickly.js'],
  ].map((paths) => paths.map((path) => join(DIST, path))),
);

/** Decorates all fields of a class, in their order. */
const decorate = `export function decorate({ prototype }, fields) {
  for (const name in fields) fields[name](prototype, name);
}`;
const DECORATE = '\0decorate';

/** Makes the bundle for browsers smaller: leaves out what they do not need, and decorates a class by one call. */
const forBrowsers = {
  name: 'for-browsers',
  resolveId: (name, importer) => (name === DECORATE ? name : WITHOUT.get(join(importer ?? '', '..', name))),
  load: (file) => (file === DECORATE ? decorate : null),
  transform: (code, file) => ({ code: decoratedAtOnce(withoutTypes(withoutWords(code, file))), map: null }),
  // chunks do nothing but what is asked of them, as the package says: bundlers warn of an import for nothing
  renderChunk: (code) => ({ code: code.replace(/^import '\.[^']*';$/gm, blank), map: null }),
};

/** Leaves out the types of properties, for which only class-transformer asks. */
function withoutTypes(code) {
  return code.replace(/^var __metadata = .*?^};$/ms, blank).replace(/^( +__metadata\(.*\)),?$/gm, blank);
}

/** Puts the decorations of a class, of which TypeScript makes one for each field, into one. */
function decoratedAtOnce(code) {
  const [, helper] = /^(var __decorate = .*?^};)$/ms.exec(code) ?? [];
  if (helper === undefined) return code;
  const all = parseAst(code).body.map((statement) => decorationIn(code, statement));
  const parts = all.flatMap((each, i) => {
    if (each === null) return [];
    const begin = all[i - 1]?.model === each.model ? '' : `decorate(${each.model}, { `;
    const end = all[i + 1]?.model === each.model ? ',' : ' });';
    const { statement, field, name } = each;
    return [
      [statement.start, field.start, `${begin}${name}: `],
      [field.end, statement.end, end],
    ];
  });
  const at = code.indexOf(helper);
  const edits = [[at, at + helper.length, `import { decorate } from '${DECORATE}';`], ...parts];
  const edited = edits.reduceRight((text, [start, end, instead]) => {
    return text.slice(0, start) + instead + blank(text.slice(start, end)) + text.slice(end);
  }, code);
  if (/\b__decorate\b/.test(edited)) throw new Error('a decoration is not that of a field by one decorator');
  return edited;
}

/** The field that a statement decorates; null for any other statement. */
function decorationIn(code, statement) {
  const { callee, arguments: given } = statement.expression ?? {};
  if (callee?.name !== '__decorate' || given[0].elements?.length !== 1) return null;
  const [{ elements }, { object }, name] = given;
  return { statement, field: elements[0], model: code.slice(object.start, object.end), name: name.value };
}

/** Properties of routes and fields that only the document of a server tells of. */
const WORDS = new Set(['description', 'errors', 'examples', 'schema', 'summary', 'tag']);

/** Leaves them out of the contract, and of what a client and the rules have like it. */
function withoutWords(code, file) {
  const [room] = relative(DIST, file).split(sep);
  if (!['transitions', 'api', 'client'].includes(room)) return code;
  const words = [];
  const look = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (node.type === 'ObjectExpression') words.push(...node.properties.filter(({ key }) => WORDS.has(key?.name)));
    Object.values(node).forEach(look);
  };
  look(parseAst(code));
  const without = (text, { start, end }) => {
    const after = end + /^\s*,?/.exec(text.slice(end))[0].length;
    return text.slice(0, start) + blank(text.slice(start, after)) + text.slice(after);
  };
  return words.reduce(without, code);
}

/** Keeps the lines in their places, for the source maps. */
function blank(text) {
  return text.replaceAll(/[^\n]/g, ' ');
}

/** Writes entry points into a folder; gives the names of the files. */
async function write(folder, entries, plugins = []) {
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(DIST, `${entry}.js`)])),
    // packages, by their names
    external: (name) => !name.startsWith('.') && !name.startsWith(DIST),
    plugins: [...plugins, withSourceMaps],
    // as luxon says of itself: bundlers warn of an import for nothing; and of the contract, persistence needs the orders,
    // and none of the models
    treeshake: { moduleSideEffects: (name) => name !== 'luxon' && !name.startsWith(join(DIST, 'api')) },
    onLog(level, log, handle) {
      // TypeScript's helpers for decorators look for themselves on a `this` that modules do not have
      if (log.code !== 'THIS_IS_UNDEFINED') handle(level === 'warn' ? 'error' : level, log);
    },
  });
  const { output } = await bundle.write({
    dir: join(DIST, folder),
    format: 'es',
    sourcemap: true,
    manualChunks: (file) => chunkOf(folder, file),
    chunkFileNames: 'shared/[name]-[hash].js',
    hoistTransitiveImports: false,
  });
  return output.map(({ fileName }) => join(folder, fileName));
}

await rm(join(DIST, 'browser'), { recursive: true, force: true });
const written = new Set([
  ...(await write('browser', ['index', 'v3/index', 'transitions/index', 'client/index'], [forBrowsers])),
  ...(await write('.', ENTRIES)),
]);
for (const path of await readdir(DIST, { recursive: true })) {
  if (!/\.js(?:\.map)?$/.test(path) || path.startsWith(`server${sep}`) || written.has(path)) continue;
  await rm(join(DIST, path));
}
