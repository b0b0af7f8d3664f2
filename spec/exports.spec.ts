/* The public face: what each entry point exports is listed in one file, which changes only when somebody means it to. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LIST = 'spec/fixtures/exports.txt';
const HINT = `The public exports are not those of ${LIST}. If this is meant, write the lines marked + into it, take those marked - out,
and say it in CHANGELOG.md; if not, keep the name out of the entry point: what only this package's own rooms need has
its door in src/inner.ts.`;

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  readonly name: string;
  readonly exports: Record<string, string | { readonly types: string }>;
};

/** The entry points by the names that they are imported by, and the sources behind them. */
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string'
    ? []
    : [
        [
          manifest.name + path.slice(1),
          target.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, (_all, file: string) => `${ROOT}src/${file}.ts`),
        ] as const,
      ],
);

const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
  readonly config: unknown;
};
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
const program = ts.createProgram(
  entries.map(([, file]) => file),
  options,
);
const checker = program.getTypeChecker();

function exportsOf(file: string): ts.Symbol[] {
  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
}

function isValue(symbol: ts.Symbol): boolean {
  const isTypeOnly = symbol.declarations?.some((each) => ts.isTypeOnlyExportDeclaration(each));
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return isTypeOnly !== true && (target.flags & ts.SymbolFlags.Value) !== 0;
}

function namesOf(file: string, areValues: boolean): string[] {
  const found = exportsOf(file).filter((symbol) => isValue(symbol) === areValues);
  return found.map(({ name }) => name).sort();
}

/** One line an export: its entry point, whether it is a value or a type, its name. */
function linesOf([name, file]: readonly [string, string]): string[] {
  return [
    ...namesOf(file, true).map((each) => `${name} value ${each}`),
    ...namesOf(file, false).map((each) => `${name} type ${each}`),
  ];
}

describe('the public exports', () => {
  it(`are those that ${LIST} lists`, () => {
    const listed = readFileSync(ROOT + LIST, 'utf8')
      .trimEnd()
      .split('\n');
    const exported = entries.flatMap(linesOf);
    const differing = [
      ...exported.filter((line) => !listed.includes(line)).map((line) => `+ ${line}`),
      ...listed.filter((line) => !exported.includes(line)).map((line) => `- ${line}`),
    ];
    if (differing.length > 0) throw new Error([HINT, ...differing].join('\n'));
    // in order, so that a change of the list shows no more than itself
    expect(listed).toEqual(exported);
  });

  it.each(entries)('of %s are there when it runs', async (_name, file) => {
    const loaded = (await import(file)) as Record<string, unknown>;
    expect(Object.keys(loaded).sort()).toEqual(namesOf(file, true));
  });
});
