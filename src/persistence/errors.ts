import { PrefectError } from '../index.js';

/**
 * Thrown when there is no row with an id.
 *
 * @source prefect 2.20.25, server/exceptions.py, `ObjectNotFoundError`
 */
export class ObjectNotFoundError extends PrefectError {
  /** @internal */
  static of(what: string, id: string): ObjectNotFoundError {
    return new ObjectNotFoundError(`${what} with id ${id} not found`);
  }
}

/** Thrown when the address of a database cannot be used. */
export class DatabaseUrlError extends PrefectError {
  /** @internal */
  static of(url: string): DatabaseUrlError {
    // the scheme only: what follows may hold a password
    const scheme = /^\w+(?=:)/.exec(url)?.[0] ?? '';
    return new DatabaseUrlError(
      `DATABASE_URL names a database of the kind '${scheme}'; it must be sqlite:PATH, such as sqlite:prefect-states.db, ` +
        'with the path of a file',
    );
  }
}
