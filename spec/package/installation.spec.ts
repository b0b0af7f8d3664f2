/* Every package that is installed runs on the oldest Node that this package promises: npm warns of others (EBADENGINE). */
import { readFileSync } from 'node:fs';
import semver from 'semver';

interface Described {
  readonly engines?: { readonly node?: string };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as T;
}

describe('package-lock.json', () => {
  it('has no package that needs a newer Node than this one does', () => {
    const oldest = semver.minVersion(read<Required<Described>>('package.json').engines.node!)!;
    const { packages } = read<{ readonly packages: Readonly<Record<string, Described>> }>('package-lock.json');
    expect(Object.keys(packages).length).toBeGreaterThan(500);
    const newer = Object.entries(packages).filter(
      ([, { engines }]) => engines?.node !== undefined && !semver.satisfies(oldest, engines.node),
    );
    expect(newer.map(([name]) => name)).toEqual([]);
  });
});
