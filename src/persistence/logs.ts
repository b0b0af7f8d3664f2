import { type DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { timeFault } from '../api/index.js';
import { type DateTimeInput, Field, types } from '../index.js';
import { type Abortable, type Database } from './database.js';
import { queryRows } from './engines/sql.js';
import { COUNT, Given, read } from './given.js';
import { type LogFilter, GivenLogFilter } from './runs/filters.js';
import { Where } from './runs/where.js';
import { bytesIn } from './states/by-bytes.js';
import { toTimestamp } from './tables/columns.js';
import { LogEntity } from './tables/log.entity.js';
import { insertRows, refuseUnwritable } from './tables/rows.js';

/** A line that a run logged. */
export type NewLog = Pick<LogEntity, 'name' | 'level' | 'message'> &
  Partial<Pick<LogEntity, 'flowRunId' | 'taskRunId'>> & { readonly timestamp: DateTimeInput };

const ORDERS = { TIMESTAMP_ASC: 'ASC', TIMESTAMP_DESC: 'DESC' } as const;

/** Which part of the lines that were found is read. */
export interface LogPage {
  /** @defaultValue 'TIMESTAMP_ASC' */
  readonly sort?: keyof typeof ORDERS;
  /** The most lines to read. @defaultValue 200 */
  readonly limit?: number;
  /** How many are passed over. @defaultValue 0 */
  readonly offset?: number;
}

/** How much is kept. */
export interface LogBounds {
  /** Lines before this time are deleted. */
  readonly before: DateTimeInput;
  /** The most lines that are kept; above them, the oldest are deleted. */
  readonly most: number;
  /** The most bytes that the names and messages of those have, in UTF-8. @defaultValue null, any number */
  readonly mostBytes?: number | null;
}

/** What no column of levels can hold. */
const LEVELS = { minimum: -32_768, maximum: 32_767 };

class LogGiven extends Given {
  @Field.string()
  declare name: string;

  @Field.int(LEVELS)
  declare level: number;

  @Field.string()
  declare message: string;

  @Field.dateTime({ check: timeFault })
  declare timestamp: DateTime;

  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  @Field.uuid({ default: null })
  declare taskRunId: string | null;
}

class LogsGiven extends Given {
  @Field.list(types.nested(() => LogGiven))
  declare lines: LogGiven[];
}

class LogPageGiven extends Given {
  @Field.enum({ TIMESTAMP_ASC: 'TIMESTAMP_ASC', TIMESTAMP_DESC: 'TIMESTAMP_DESC' }, { default: 'TIMESTAMP_ASC' })
  declare sort: keyof typeof ORDERS;

  @Field.of(COUNT, { default: 200 })
  declare limit: number;

  @Field.of(COUNT, { default: 0 })
  declare offset: number;
}

class BoundsGiven extends Given {
  @Field.dateTime({ check: timeFault })
  declare before: DateTime;

  @Field.of(COUNT)
  declare most: number;

  @Field.of(COUNT, { default: null })
  declare mostBytes: number | null;
}

/** As many rows as a statement takes parameters for, and as many as are deleted at once. */
const AT_ONCE = 500;

/** As many lines are measured at once, and some more of the same time; others read in between. */
const MEASURED_AT_ONCE = 5000;

/** Lines that follow each other in time. */
interface LogPart {
  /** When they begin; null for the oldest there are. */
  readonly from: string | null;
  /** The condition for them. */
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly count: number;
  readonly bytes: number;
}

/** The lines that runs log, kept. @source prefect 3.8.8, server/models/logs.py */
export class Logs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps lines, all or none. Characters that are no text's are left out: U+0000, and lone surrogates. */
  async keep(lines: readonly NewLog[], options: Abortable = {}): Promise<void> {
    const given = read(Logs, LogsGiven, { lines: lines.map(withText) }).lines;
    if (given.length === 0) return;
    const rows = given.map((line) => Object.assign(new LogEntity(), line, { id: randomUUID() }));
    await this.#database.writeTogether(async (manager) => {
      for (const row of rows) refuseUnwritable(manager, row);
      for (let from = 0; from < rows.length; from += AT_ONCE)
        await insertRows(manager, rows.slice(from, from + AT_ONCE));
    }, options);
  }

  /** Reads lines, the oldest first unless asked otherwise. */
  async find(query: LogFilter, page: LogPage = {}): Promise<LogEntity[]> {
    const where = new Where(this.#database.dialect);
    const condition = where.log('log', read(Logs, GivenLogFilter, query));
    const { sort, limit, offset } = read(Logs, LogPageGiven, page);
    return this.#database.reader
      .createQueryBuilder(LogEntity, 'log')
      .where(condition, where.parameters)
      .orderBy('log.timestamp', ORDERS[sort])
      .addOrderBy('log.id', ORDERS[sort])
      .limit(limit)
      .offset(offset)
      .getMany();
  }

  /**
   * Deletes lines that are too old, and the oldest where there are too many; some at a time, so that others can write in
   * between.
   *
   * @returns how many lines were deleted
   */
  async trim(bounds: LogBounds, { signal }: Abortable = {}): Promise<number> {
    const { before, most, mostBytes } = read(Logs, BoundsGiven, bounds);
    const tooOld = await this.#count('WHERE timestamp < ?', [toTimestamp(before, 'before')]);
    const young = (await this.#count('', [])) - tooOld;
    const within = mostBytes === null ? young : await this.#countWithin(mostBytes, signal);
    const deleted = tooOld + Math.max(0, young - Math.min(most, within));
    for (let left = deleted; left > 0; left -= AT_ONCE) {
      signal?.throwIfAborted();
      await this.#deleteOldest(Math.min(left, AT_ONCE));
    }
    return deleted;
  }

  /** Counts the newest lines that have so many bytes together. */
  async #countWithin(mostBytes: number, signal: AbortSignal | undefined): Promise<number> {
    let [count, left] = [0, mostBytes];
    let before: string | null = null;
    for (;;) {
      signal?.throwIfAborted();
      await setImmediate();
      const part: LogPart = await this.#partBefore(before);
      if (part.bytes > left) return count + (await this.#countFirst(part, left));
      if (part.from === null) return count + part.count;
      [count, left, before] = [count + part.count, left - part.bytes, part.from];
    }
  }

  /** Measures the newest lines before a time; none is left out of those at the time where they begin. */
  async #partBefore(before: string | null): Promise<LogPart> {
    const until = { sql: before === null ? 'true' : 'timestamp < ?', parameters: before === null ? [] : [before] };
    const [first] = await queryRows<{ readonly timestamp: string }>(
      this.#database.reader,
      `SELECT timestamp FROM log WHERE ${until.sql} ORDER BY timestamp DESC LIMIT 1 OFFSET ${MEASURED_AT_ONCE - 1}`,
      until.parameters,
    );
    const from = first?.timestamp ?? null;
    const sql = from === null ? until.sql : `${until.sql} AND timestamp >= ?`;
    const parameters = from === null ? until.parameters : [...until.parameters, from];
    const [size] = await queryRows<{ readonly count: string | number; readonly bytes: string | number }>(
      this.#database.reader,
      `SELECT COUNT(*) AS count, COALESCE(SUM(${this.#bytes}), 0) AS bytes FROM log WHERE ${sql}`,
      parameters,
    );
    return { from, sql, parameters, count: Number(size!.count), bytes: Number(size!.bytes) };
  }

  /** Counts the newest lines of a part that have so many bytes together. */
  async #countFirst({ sql, parameters }: LogPart, mostBytes: number): Promise<number> {
    const rows = await queryRows<{ readonly bytes: string | number }>(
      this.#database.reader,
      `SELECT ${this.#bytes} AS bytes FROM log WHERE ${sql} ORDER BY timestamp DESC`,
      [...parameters],
    );
    let left = mostBytes;
    const end = rows.findIndex(({ bytes }) => (left -= Number(bytes)) < 0);
    return end < 0 ? rows.length : end;
  }

  get #bytes(): string {
    return bytesIn(this.#database.dialect, ['name', 'message']);
  }

  async #count(where: string, parameters: readonly unknown[]): Promise<number> {
    const sql = `SELECT COUNT(*) AS count FROM log ${where}`;
    const [found] = await queryRows<{ readonly count: string | number }>(this.#database.reader, sql, [...parameters]);
    return Number(found!.count);
  }

  async #deleteOldest(count: number): Promise<void> {
    const sql = 'DELETE FROM log WHERE id IN (SELECT id FROM log ORDER BY timestamp LIMIT ?)';
    await this.#database.writeTogether((manager) => queryRows(manager, sql, [count]));
  }
}

function withText<L extends NewLog>(line: L): L {
  return { ...line, name: textOf(line.name), message: textOf(line.message) };
}

/** @source prefect 3.8.8, server/models/logs.py, `_sanitize_log_strings` */
function textOf(text: string): string {
  return typeof text === 'string' ? text.toWellFormed().replaceAll('\0', '') : text;
}
