/* The recipes of docs/recipes: each can be followed by itself. `.ci/matrix` runs those that stand in the folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}docs/recipes/`;
const recipes = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Manifest {
  readonly name: string;
  readonly private: boolean;
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(path, 'utf8');
const manifestOf = (folder: string): Manifest => JSON.parse(read(`${folder}package.json`)) as Manifest;

/** The sources of a recipe, below its `src`. */
function sourcesOf(recipe: string): string[] {
  const files = readdirSync(`${FOLDER}${recipe}/src`, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => read(`${FOLDER}${recipe}/src/${file}`));
}

/** The packages that a source imports. */
function importsOf(source: string): string[] {
  const names = [...source.matchAll(/(?:from|import) '((?:@[^/']+\/)?[^./'][^/']*)/g)].map((match) => match[1]!);
  return names.filter((name) => !name.startsWith('node:'));
}

describe('docs/recipes', () => {
  it('are several, each with a line in the list', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(7);
    const linked = [...read(`${FOLDER}README.md`).matchAll(/^\| \[[^\]]+\]\(([^)]+)\/README\.md\)/gm)].map(
      (match) => match[1],
    );
    expect(linked.sort()).toEqual([...recipes].sort());
  });

  describe.each(recipes)('%s', (recipe) => {
    const manifest = manifestOf(`${FOLDER}${recipe}/`);

    it('says on one screen what it shows, and how its test is run', () => {
      const page = read(`${FOLDER}${recipe}/README.md`);
      expect(page.split('\n').length).toBeLessThanOrEqual(50);
      expect(page).toContain('npm install\nnpm test');
    });

    it('is no package to publish, and takes this version of ours', () => {
      expect(manifest).toMatchObject({ name: `recipe-${recipe}`, private: true });
      const [major, minor] = manifestOf(ROOT).version.split('.');
      expect(manifest.dependencies['prefect-states']).toBe(`^${major!}.${minor!}.0`);
    });

    it('has a test, which `npm test` compiles and runs', () => {
      const [, test] = / && node --test dist\/(.+)\.js$/.exec(manifest.scripts.test!) ?? [];
      expect(existsSync(`${FOLDER}${recipe}/src/${test!}.ts`)).toBe(true);
    });

    it('names every package that it imports', () => {
      const named = { ...manifest.dependencies, ...manifest.devDependencies };
      const imported = sourcesOf(recipe).flatMap(importsOf);
      expect(imported).toContain('prefect-states');
      for (const name of imported) expect(named).toHaveProperty([name]);
    });
  });
});
