/* The licences of what is installed with the package, and of what it may be used with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// each lets its code be used in a program under any licence
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

interface Installed {
  readonly dev?: boolean;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
  readonly packages: Readonly<Record<string, Installed>>;
};
const own = packages['']!;

/** The licence that a package says itself. */
function licenceOf(place: string): string | undefined {
  return (JSON.parse(readFileSync(`${ROOT}${place}/package.json`, 'utf8')) as Installed).license;
}

const production = Object.entries(packages).filter(([place, { dev }]) => place !== '' && dev !== true);
const peers = Object.keys(own.peerDependencies!).map((name) => `node_modules/${name}`);

describe('the licences', () => {
  it('are of every package that is installed with ours', () => {
    const places = production.map(([place]) => place);
    for (const name of Object.keys(own.dependencies!)) expect(places).toContain(`node_modules/${name}`);
  });

  it.each([...production.map(([place]) => place), ...peers])('that of %s is among those that are allowed', (place) => {
    expect(ALLOWED).toContain(licenceOf(place));
  });
});
