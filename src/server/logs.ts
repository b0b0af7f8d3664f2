/*
 * What the server says of itself: a line of JSON for each message, for programs, or text for people. Of an error it says the
 * name, a code and the place, never the message nor the stack: they may quote what was sent. What Nest itself tells, and
 * warnings, may name URLs: no line shows the credentials of one.
 */
import { ConsoleLogger } from '@nestjs/common';

import { withoutCredentials } from '../index.js';
import { type Config, levelsFrom, type LogLevel } from './config.js';

/** Makes the logger that Nest and everything in it log by. */
export function makeLogger({ logFormat, logLevel }: Pick<Config, 'logFormat' | 'logLevel'>): ConsoleLogger {
  return new DiscreetLogger({ json: logFormat === 'json', logLevels: levelsFrom(logLevel) });
}

/** Leaves the credentials of URLs out of all that it writes, in either form. */
class DiscreetLogger extends ConsoleLogger {
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
    logger.fatal(`Nobody caught ${nameAndPlace(error)}`, 'Process');
    process.exit(1);
  });
}

const FRAME = /^ +at .+:\d+:\d+\)?$/;

/** Says what error it is, and where in our own code it came up, and nothing of what was sent. */
export function nameAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is no Error';
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim());
  const place = frames.find((frame) => !/node:|node_modules/.test(frame)) ?? frames[0];
  return [error.name, codeOf(error), place].filter((part) => part !== undefined).join(' ');
}

/** The code that a database or the system gives to the error, or to the one that it stands for. */
function codeOf(error: Error): string | undefined {
  const { code, driverError } = error as {
    readonly code?: unknown;
    readonly driverError?: { readonly code?: unknown };
  };
  return [code, driverError?.code].find((each): each is string => typeof each === 'string' && /^\w+$/.test(each));
}
