/*
 * Which errors say that the database cannot be used now, and may be later: it is gone, full, locked, or on a disk that
 * fails. What is asked of it is right; the caller may ask again.
 */
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** Node's own, of a connection. A name that is not found is one of them: a container that is being replaced has none. */
const NETWORK = /^(ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN))$/;

/**
 * SQLSTATE: connection lost (08), not let in (28), no such database (3D000), on a server that only reads (25006), serialisation
 * and deadlock (40001, 40P01), out of disk, memory or connections (53), cancelled or shut down (57), its files fail (58).
 */
const SQLSTATE = /^(08\w{3}|28\w{3}|3D000|25006|40001|40P01|53\w{3}|55P03|57\w{3}|58\w{3})$/;

/** SQLSTATE of Postgres: a row is locked from elsewhere, and was waited for long enough. @internal */
export const ROW_LOCKED = '55P03';

const SQLITE = /^SQLITE_(BUSY|LOCKED|PROTOCOL|FULL|IOERR|READONLY|CANTOPEN)(_|$)/;

/** What pg says of a connection that broke: these errors have no code. */
const OF_PG =
  /^(Connection terminated( unexpectedly| due to connection timeout)?|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error and is not queryable|Client was closed and is not queryable|Query read timeout)$/;

/**
 * Tells why a database could not be used, for an error that a read or a write ended with.
 *
 * @returns a code, or pg's own words, with nothing of what was asked; null for an error of another kind, which asking
 * again will not cure
 * @example
 * ```ts
 * if (whyUnavailable(error) !== null) throw new ServiceUnavailableException();
 * ```
 * @source prefect 2.20.25, server/api/server.py, `is_client_retryable_exception`
 */
export function whyUnavailable(error: unknown): string | null {
  // TypeORM takes a connection that breaks away from its transaction, whose next query then says only so
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError) {
    return 'the connection broke in a transaction';
  }
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // not `instanceof`: Node's own errors are of another realm where code runs in a context of its own
  const { code, message, syscall } = (cause ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string') return typeof message === 'string' && OF_PG.test(message) ? message : null;
  // of a socket that is a file; any other file may lack for other reasons
  const isSocketGone = code === 'ENOENT' && syscall === 'connect';
  return isSocketGone || [NETWORK, SQLSTATE, SQLITE].some((known) => known.test(code)) ? code : null;
}

/** An error of our own for which `whyUnavailable` gives the code. @internal */
export function errorWithCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
