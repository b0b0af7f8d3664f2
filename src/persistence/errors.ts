import { unescape } from 'node:querystring';

import { PrefectError } from '../index.js';
import { withoutCredentials } from '../inner.js';

/**
 * Thrown when there is no row with an id.
 *
 * @source prefect 2.20.25, server/exceptions.py, `ObjectNotFoundError`
 */
export class ObjectNotFoundError extends PrefectError {
  readonly code: 'PREFECT_STATES_OBJECT_NOT_FOUND' | 'PREFECT_STATES_REFERENCE_NOT_FOUND' =
    'PREFECT_STATES_OBJECT_NOT_FOUND';

  /** @internal */
  static of(what: string, id: string): ObjectNotFoundError {
    return new ObjectNotFoundError(`${what} with id ${id} not found`);
  }
}

/** Thrown when a row is to refer to one that is not there, such as a run to its flow. `cause` is the database's own error. */
export class ReferenceNotFoundError extends ObjectNotFoundError {
  override readonly code = 'PREFECT_STATES_REFERENCE_NOT_FOUND';

  /** @internal */
  static to(what: string, id: string, cause: unknown): ReferenceNotFoundError {
    return new ReferenceNotFoundError(`${what} with id ${id} not found`, { cause });
  }
}

/** Thrown when the address of a database cannot be used. */
export class DatabaseUrlError extends PrefectError {
  readonly code = 'PREFECT_STATES_DATABASE_URL';

  /** @internal */
  static of(url: string): DatabaseUrlError {
    // the scheme only, and no user's name in its place: what follows may hold a password
    const scheme = /^[a-z][a-z\d+.-]*(?=:(?:\/\/|[^@]*$))/i.exec(url)?.[0] ?? '';
    return new DatabaseUrlError(
      `DATABASE_URL names a database of the kind '${scheme}'; it must be sqlite:PATH, such as sqlite:prefect-states.db, ` +
        'with the path of a file, or postgres://USER:PASSWORD@HOST:PORT/NAME',
    );
  }
}

/** Thrown when a database cannot be opened: it does not exist, or refuses access. */
export class DatabaseUnavailableError extends PrefectError {
  readonly code = 'PREFECT_STATES_DATABASE_UNAVAILABLE';

  /** @internal */
  static of(url: string, error: unknown): DatabaseUnavailableError {
    const passwords = passwordsOf(url);
    const reason = passwords.reduce(
      (text, password) => text.replaceAll(password, '***'),
      withoutCredentials(reasonOf(error)),
    );
    return new DatabaseUnavailableError(`the Postgres database of DATABASE_URL cannot be opened: ${reason}`);
  }

  /** @internal */
  static noFile(path: string): DatabaseUnavailableError {
    return new DatabaseUnavailableError(`there is no file ${path}`);
  }
}

type DatabaseUseCode =
  | 'PREFECT_STATES_DATABASE_READ_ONLY'
  | 'PREFECT_STATES_DATABASE_NEEDS_MANAGER'
  | 'PREFECT_STATES_DATABASE_OF_PREFECT'
  | 'PREFECT_STATES_DATABASE_NEWER'
  | 'PREFECT_STATES_DATABASE_OF_ANOTHER'
  | 'PREFECT_STATES_DATABASE_POOL';

/** Thrown when a database of your own, or one that was opened for reading, does not support what is asked of it. */
export class DatabaseUseError extends PrefectError {
  readonly code: DatabaseUseCode;

  /** @internal */
  constructor(code: DatabaseUseCode, message: string) {
    super(message);
    this.code = code;
  }

  /** @internal */
  static readOnly(): DatabaseUseError {
    return new DatabaseUseError('PREFECT_STATES_DATABASE_READ_ONLY', 'the database was opened to be read only');
  }

  /** @internal */
  static needsManager(): DatabaseUseError {
    return new DatabaseUseError(
      'PREFECT_STATES_DATABASE_NEEDS_MANAGER',
      "on a SQLite data source of one's own, transactions are the caller's: pass { manager }, one transaction at a time",
    );
  }

  /** @internal */
  static ofPrefect(revision: string): DatabaseUseError {
    return new DatabaseUseError(
      'PREFECT_STATES_DATABASE_OF_PREFECT',
      `the database is one of Prefect's own server (revision ${revision}), which this package does not write to; ` +
        'name another, which is made if it does not exist, or read it with Database.openReadOnly()',
    );
  }

  /** @internal */
  static newer(migrations: readonly string[]): DatabaseUseError {
    return new DatabaseUseError(
      'PREFECT_STATES_DATABASE_NEWER',
      `the database was made by a newer version of prefect-states (${migrations.join(', ')} is not known here); ` +
        'use that version, or name another database',
    );
  }

  /** @internal */
  static foreign(tables: readonly string[]): DatabaseUseError {
    return new DatabaseUseError(
      'PREFECT_STATES_DATABASE_OF_ANOTHER',
      `the database has tables of another program where ours would be (${tables.join(', ')}); name another database, ` +
        'or give Database.over() the data source that made them',
    );
  }

  /** @internal */
  static losesMicroseconds(): DatabaseUseError {
    return new DatabaseUseError(
      'PREFECT_STATES_DATABASE_POOL',
      "the data source's pool cuts microseconds or is not in UTC; make it with " +
        'extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION }',
    );
  }
}

/** The passwords in an address, as pg reads them. It quotes nothing of an address that it cannot read. */
function passwordsOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  return [unescape(password), ...searchParams.getAll('password')].filter((each) => each !== '');
}

/** A refused connection to a name with several addresses is an error without a message, which holds the others. */
function reasonOf(error: unknown): string {
  const { message = '', errors = [] } = error as { readonly message?: string; readonly errors?: readonly unknown[] };
  return message === '' && errors.length > 0 ? reasonOf(errors[0]) : message;
}
