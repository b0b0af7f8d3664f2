/* The house: which room may import which, and how a file must be. */
import { files, importedBy, roomOf, type SourceFile } from './support/house.js';

const ROOMS = [
  'errors',
  'text',
  'time',
  'values',
  'fields',
  'codec',
  'model',
  'results',
  'states',
  'v3',
  'transitions',
  'api',
  'client',
  'persistence',
  'nest',
  'server',
];
/** Rooms that see the domain only through `src/index.ts`, and what no user needs through `src/inner.ts`. */
const OUTER = ['api', 'client', 'persistence', 'nest', 'server'];
/** Rooms with doors of their own, which the front door does not lead to. */
const OPEN_TO_OUTER = ['v3', 'transitions', ...OUTER];

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

describe('the house', () => {
  it('has these rooms', () => {
    expect([...new Set(files.map((file) => file.room))].sort()).toEqual(['', ...ROOMS].sort());
  });

  it.each(files.map((file) => [file.name, file] as const))(
    '%s imports to its left only, through the front doors',
    (_name, file) => {
      for (const { file: imported } of file.imports) {
        const room = roomOf(imported);
        if (room === file.room) continue;
        if (OUTER.includes(file.room) && room === '') {
          expect(['index.ts', 'inner.ts']).toContain(imported);
          continue;
        }
        // only the front door of the whole stands outside of the rooms
        if (file.room === '') expect(OPEN_TO_OUTER).not.toContain(room);
        else expect([imported, ROOMS.indexOf(room)]).toEqual([imported, expect.any(Number)]);
        if (file.room !== '') expect(ROOMS.indexOf(room)).toBeLessThan(ROOMS.indexOf(file.room));
        if (OUTER.includes(file.room)) expect(OPEN_TO_OUTER).toContain(room);
        expect(imported).toBe(`${room}/index.ts`);
      }
    },
  );

  it('keeps the words and the name of a wire where wires are said', () => {
    const isOfWires = ({ name }: SourceFile): boolean => /^(?:(?:fields|client)\/wires|v3|api\/v3)\//.test(name);
    // the doors through which the second wire and the wires of clients are taken
    const isDoor = ({ name }: SourceFile): boolean => ['fields/index.ts', 'client/index.ts'].includes(name);
    const words = files
      .filter(({ name }) => name.endsWith('/words.ts'))
      .flatMap(({ text }) => [...text.matchAll(/(?:msg|type): ['`]([^'`$]{4,})/g)].map(([, word]) => word!))
      // codes of faults are words of English, too
      .filter((word) => /[ _.]/.test(word));
    expect(words.length).toBeGreaterThan(80);
    const found = files
      .filter((file) => !isOfWires(file) && !isDoor(file))
      .flatMap(({ name, text }) => {
        const code = withoutComments(text);
        const told = words.filter((word) => [`'${word}'`, `\`${word}`].some((quoted) => code.includes(quoted)));
        const names = code.match(/\bprefect[23]\b|(?:type|value)_error\b/g) ?? [];
        return [...told, ...names].map((word) => `${name}: ${word}`);
      });
    expect(found).toEqual([]);
  });

  it('loads the database of Nest in nest/persistence only, and there by import()', () => {
    const ofNest = files.filter(({ room }) => room === 'nest');
    for (const { name, text, imports } of ofNest) {
      const loaded = imports.filter(({ file, isType }) => file === 'persistence/index.ts' && !isType);
      expect([name, loaded.filter(({ file }) => !isErased(text, name, file))]).toEqual([name, []]);
    }
    const loading = ofNest.filter(({ text }) => text.includes("import('"));
    const ofPersistence = loading.filter(({ text }) => /import\('[./]*persistence\/index\.js'\)/.test(text));
    expect(ofPersistence.map(({ name }) => name)).toEqual([
      'nest/persistence/providers.ts',
      'nest/persistence/reason.ts',
    ]);
  });

  it('gives the page types of the contract, and nothing else', () => {
    const ofPage = files.filter(({ name }) => name.startsWith('server/page/client/'));
    const outside = ofPage.flatMap(({ name, text, imports }) =>
      imports
        .filter(({ file }) => !file.startsWith('server/page/client/'))
        .map(({ file, isType }) => ({ name, file, isLeft: !isType && !isErased(text, name, file) })),
    );
    expect(outside.map(({ file }) => file)).toContain('api/index.ts');
    expect(outside.filter(({ isLeft }) => isLeft)).toEqual([]);
  });

  // the migrations say what was made then, in words of their own
  const withoutEngines = files.filter(({ name }) => /^persistence\/(?!engines\/|tables\/migrations\/)/.test(name));
  it.each(withoutEngines.map((file) => [file.name, file.text] as const))(
    '%s asks for no engine by its name',
    (_name, text) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
      const asked = [
        ...code.matchAll(/.*(?:'(?:sqlite|better-sqlite3|postgres|pg)'|engine [!=]==|isPostgres|isSqlite).*/g),
      ];
      expect(asked.map(String)).toEqual([]);
    },
  );

  it('has no circle of imports, types too', () => {
    const imports = new Map(files.map(({ name, imports }) => [name, imports.map(({ file }) => file)]));
    const done = new Set<string>();
    const walk = (name: string, way: readonly string[]): void => {
      if (way.includes(name)) throw new Error([...way, name].join(' -> '));
      if (done.has(name)) return;
      for (const next of imports.get(name) ?? []) walk(next, [...way, name]);
      done.add(name);
    };
    for (const { name } of files) walk(name, []);
    expect(done.size).toBe(files.length);
  });

  it.each(files.map((file) => [file.name, file.text] as const))('%s is below 300 lines', (_name, text) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(301);
  });

  it.each(files.map((file) => [file.name, file.text] as const))('%s documents what it exports', (name, text) => {
    if (/(?:index|inner)\.ts$/.test(name)) return;
    const lines = text.split('\n');
    lines.forEach((line, i) => {
      if (!/^export (?:async |abstract )*(?:function|class|const|type|interface) /.test(line)) return;
      let above = i - 1;
      while (/^(?:@|\s+.*|\}\))/.test(lines[above] ?? '') && !(lines[above] ?? '').includes('*/')) above -= 1;
      expect([name, line, lines[above]]).toEqual([name, line, expect.stringMatching(/\*\/$/)]);
    });
  });
});

/** Whether an import brings types only: `import { type A, type B }`. */
function isErased(text: string, name: string, imported: string): boolean {
  const all = [...text.matchAll(/^import\s+\{([^}]*)\}\s+from\s+'(\.[^']*)\.js'/gm)];
  const own = all.filter(([, , path]) => importedBy(name, path!) === imported);
  return own.length > 0 && own.every(([, names]) => names!.split(',').every((each) => /^\s*(type\s|$)/.test(each)));
}
