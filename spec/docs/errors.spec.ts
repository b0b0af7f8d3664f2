/* The page of the errors: its table names every code that the package gives, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as client from '../../src/client/index.js';
import * as domain from '../../src/index.js';
import * as nest from '../../src/nest/index.js';
import * as persistence from '../../src/persistence/index.js';
import { ConfigError } from '../../src/server/config.js';
import * as transitions from '../../src/transitions/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MODEL = { name: 'State' };
const ASKED = { method: 'GET', path: '/flows/' };

const { DatabaseUseError, ObjectNotFoundError, ReferenceNotFoundError } = persistence;

/** One error of each way in which the package makes one. */
const ERRORS = [
  domain.ValidationError.of(MODEL, []),
  domain.ValidationError.tooDeep(MODEL, { loc: [], msg: 'too deep', type: 'recursion' }),
  domain.ValueError.of('no'),
  domain.DefinitionError.of(MODEL, []),
  domain.SerializationError.circular('data'),
  domain.SerializationError.inside('data', domain.SerializationError.notText('[0]')),
  domain.MissingResult.ofState(),
  domain.MissingResult.notPersisted(),
  domain.MissingResult.noReader(),
  new domain.MissingResult('gone'),
  new domain.PausedRun('paused'),
  new domain.UnfinishedRun('running'),
  new domain.FailedRun('failed'),
  new domain.CrashedRun('crashed'),
  new domain.CancelledRun('cancelled'),
  domain.UnexpectedResult.of('1', 'int'),
  transitions.RuleError.of('Odd', null),
  transitions.MissingFlowRun.of('0'),
  transitions.OrchestrationError.tooLate(),
  ObjectNotFoundError.of('Flow', '0'),
  ReferenceNotFoundError.to('Flow', '0', null),
  persistence.DatabaseUrlError.of('redis://'),
  persistence.DatabaseUnavailableError.of('postgres://', {}),
  persistence.DatabaseUnavailableError.noFile('states.db'),
  DatabaseUseError.readOnly(),
  DatabaseUseError.needsManager(),
  DatabaseUseError.ofPrefect('none'),
  DatabaseUseError.newer([]),
  DatabaseUseError.foreign([]),
  DatabaseUseError.losesMicroseconds(),
  new nest.InvalidRequestException([]),
  nest.PrefectStatesOptionsError.bothGiven(),
  nest.OpenApiError.ambiguous('State'),
  new client.PrefectHttpError(ASKED, 500, null),
  new client.ObjectNotFound(ASKED, 404, null),
  new client.ObjectAlreadyExists(ASKED, 409, null),
  new client.PrefectConnectionError(ASKED, 'none', null),
  new client.UnexpectedAnswer(ASKED, 200, 'a page'),
  new client.Abort(null),
  new client.FlowRunWaitTimeout('0', 1),
  client.ClientOptionsError.noAddress(),
  ConfigError.of('PORT', 'a number'),
];

type ErrorClass = (abstract new (...given: never) => Error) & { readonly prototype: Error };

/** The classes of errors that the entry points export, and the one that stops the backend. */
const classes: ErrorClass[] = [
  ...[domain, transitions, client, persistence, nest].flatMap((entry) => Object.values<unknown>(entry)),
  ConfigError,
]
  .filter((value): value is ErrorClass => typeof value === 'function' && value.prototype instanceof Error)
  .filter((cls) => cls !== domain.PrefectError);

const page = readFileSync(`${ROOT}docs/errors.md`, 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)` +\|(.+)\|(.+)\|$/gm)];

const codesOf = (matches: readonly RegExpExecArray[]): string[] =>
  [...new Set(matches.map(([, code]) => code!))].sort();

const given = ERRORS.map((error) => `${error.code} ${error.constructor.name}`);

describe('docs/errors.md', () => {
  it('lists every code with its class, once', () => {
    const listed = rows.map(([, code, cls]) => `${code} ${cls}`);
    expect(listed.toSorted()).toEqual([...new Set(given)].sort());
  });

  it('gives each code to one class', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(([, code]) => code)).size).toBe(rows.length);
  });

  it('says of each when it is thrown and what to do', () => {
    for (const [, code, , when, what] of rows) {
      expect([code, when!.trim(), what!.trim()]).toEqual([
        code,
        expect.stringMatching(/\w/),
        expect.stringMatching(/\w/),
      ]);
    }
  });

  it('names every code that stands in the source, those of warnings too', () => {
    const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const found = files.flatMap((name) => [
      ...readFileSync(`${ROOT}src/${name}`, 'utf8').matchAll(/(?<!environmentVariable\()'(PREFECT_STATES_[A-Z_]+)'/g),
    ]);
    const named = [...page.matchAll(/`(PREFECT_STATES_[A-Z_]+)`/g)];
    expect(codesOf(named)).toEqual(codesOf(found));
  });
});

describe('the code of an error', () => {
  it.each(classes.map((cls) => [cls.name, cls] as const))('is there for %s', (_name, cls) => {
    const own = ERRORS.filter((error) => error.constructor === cls);
    expect(own.length).toBeGreaterThan(0);
    for (const { code } of own) expect(code).toMatch(/^PREFECT_STATES_[A-Z]+(_[A-Z]+)*$/);
  });

  it("is inherited by a user's own subclass", () => {
    class Mine extends domain.ValueError {}
    expect(new Mine('no').code).toBe(domain.ValueError.of('no').code);
  });

  it('is shown where an error is logged by its own properties', () => {
    for (const error of ERRORS) expect(Object.keys(error)).toContain('code');
  });

  it('narrows by a switch, and permits no code that the class does not have', () => {
    const advise = ({ code }: persistence.DatabaseUseError): string => {
      switch (code) {
        case 'PREFECT_STATES_DATABASE_READ_ONLY':
          return 'open it to write';
        case 'PREFECT_STATES_DATABASE_NEEDS_MANAGER':
          return 'pass { manager }';
        case 'PREFECT_STATES_DATABASE_OF_PREFECT':
        case 'PREFECT_STATES_DATABASE_OF_ANOTHER':
          return 'name another';
        case 'PREFECT_STATES_DATABASE_NEWER':
          return 'update';
        case 'PREFECT_STATES_DATABASE_POOL':
          return 'make the pool with POSTGRES_TYPES';
        // @ts-expect-error: not one of its codes
        case 'PREFECT_STATES_VALIDATION':
          return 'none';
      }
    };
    expect(advise(DatabaseUseError.readOnly())).toBe('open it to write');
    const validation: 'PREFECT_STATES_VALIDATION' = domain.ValidationError.of(MODEL, []).code;
    expect(validation).toBe('PREFECT_STATES_VALIDATION');
  });
});
