/*
 * What the server says of itself: a line of JSON for each message, for programs, or text for people. Of an error it says the
 * name, a code and the place, never the message nor the stack: they may quote what was sent. What Nest itself tells, and
 * warnings, may name URLs: no line shows the credentials of one.
 */
import { ConsoleLogger } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { withoutCredentials } from '../inner.js';
import { type Config, levelsFrom, type LogLevel } from './config.js';
import { inSources } from './sources.js';

/** Makes the logger that Nest and everything in it log by. */
export function createLogger({ logFormat, logLevel }: Pick<Config, 'logFormat' | 'logLevel'>): ConsoleLogger {
  return new DiscreetLogger({ json: logFormat === 'json', logLevels: levelsFrom(logLevel), flattenParams: true });
}

/** Who tells how Nest starts: of every module and of every route. */
const NEST_START = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Leaves the credentials of URLs out of all that it writes, in either form. How Nest starts is told at the level `debug`. */
class DiscreetLogger extends ConsoleLogger {
  override log(message: unknown, ...more: unknown[]): void {
    // the context stands last
    if (NEST_START.has(String(more.at(-1)))) this.debug(message, ...more);
    else super.log(message, ...more);
  }

  protected override stringifyReplacer(key: string, value: unknown): unknown {
    const told = super.stringifyReplacer(key, value);
    return typeof told === 'string' ? withoutCredentials(told) : told;
  }

  protected override stringifyMessage(message: unknown, level: LogLevel): string {
    return withoutCredentials(super.stringifyMessage(message, level));
  }

  protected override printStackTrace(stack?: string): void {
    super.printStackTrace(withoutCredentials(stack ?? ''));
  }
}

/** Has the process's own messages logged too, which Node would write in a form of its own: warnings, and its end by an error. */
export function logProcess(logger: ConsoleLogger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    logger.warn(`${name}: ${message}`, 'Process');
  });
  process.on('uncaughtException', (error: unknown) => {
    logger.fatal(`Uncaught ${nameAndPlace(error)}`, 'Process');
    process.exit(1);
  });
}

const FRAME = /^ +at .+:\d+:\d+\)?$/;
const FRAME_FILE = /(?:^ +at |\()(?:async )?([^()]+):\d+:\d+\)?$/;

/** Where any statement goes through: what has asked it says more. */
const ASKING = 'persistence/engines/';

/** Says what error it is, and where in our own code it came up, and nothing of what was sent. */
export function nameAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is no Error';
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map(inSources);
  const ours = frames.filter(isOurs);
  const place = (ours.find((frame) => !frame.includes(ASKING)) ?? ours[0] ?? frames[0])?.trim();
  return [error.name, codeOf(error), constraintOf(error), place].filter((part) => part !== undefined).join(' ');
}

/** Whether a line of a stack is about a file of ours. TypeORM's source maps name files below our own folder, which are not there. */
function isOurs(frame: string): boolean {
  const file = FRAME_FILE.exec(frame)?.[1] ?? '';
  if (file === '' || /node:|node_modules/.test(file)) return false;
  return existsSync(file.startsWith('file:') ? fileURLToPath(file) : file);
}

/** The constraint of the database that refused a row, as it names it: Postgres by its name, SQLite by its columns. */
function constraintOf(error: Error): string | undefined {
  const { driverError } = error as { readonly driverError?: Readonly<Record<string, unknown>> };
  const { constraint, table, column, message } = driverError ?? {};
  if (typeof constraint === 'string') return `(${constraint})`;
  if (typeof table === 'string' && typeof column === 'string') return `(${table}.${column})`;
  const columns = /^\w+(?: \w+)? constraint failed: ([\w., ]+)$/.exec(String(message))?.[1];
  return columns === undefined ? undefined : `(${columns})`;
}

/** The code that a database or the system gives to the error, or to the one that it stands for. */
function codeOf(error: Error): string | undefined {
  const { code, driverError } = error as {
    readonly code?: unknown;
    readonly driverError?: { readonly code?: unknown };
  };
  return [code, driverError?.code].find((each): each is string => typeof each === 'string' && /^\w+$/.test(each));
}
