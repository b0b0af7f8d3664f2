import { isIP } from 'node:net';

import { PrefectError } from '../index.js';
import { PREFECT_APIS, type PrefectApi } from './addresses.js';

/** How much the server logs, from the least to the most. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;

/** One of the levels of Nest's logger. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** In which form the server logs. */
const LOG_FORMATS = ['json', 'text'] as const;

/** Lines of JSON, or text. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What the environment says of the server. */
export interface Config {
  /** The address to listen on, or its name. @defaultValue '127.0.0.1' */
  readonly host: string;
  /** @defaultValue 4200 */
  readonly port: number;
  /** `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`. @defaultValue 'sqlite:prefect-states.db' */
  readonly databaseUrl: string;
  /** The major version of Prefect whose API is at `/api`; both have an address of their own. @defaultValue '2' */
  readonly prefectApi: PrefectApi;
  /** The most bytes that a body may have. @defaultValue 1 MB */
  readonly bodyLimit: number;
  /** The most requests that are in work, or wait, at once. @defaultValue 250 */
  readonly maxRequests: number;
  /** The most WebSockets that are open at once. @defaultValue 1000 */
  readonly maxSockets: number;
  /** Everything from this level up is logged. @defaultValue 'log' */
  readonly logLevel: LogLevel;
  /** @defaultValue 'text' on a terminal, 'json' elsewhere */
  readonly logFormat: LogFormat;
  /** `user:password`, which callers must know; null when anyone may call. @defaultValue null */
  readonly apiAuthString: string | null;
  /** How long lines that runs log are kept. @defaultValue 30 */
  readonly runLogDays: number;
  /** The most lines that are kept; above them, the oldest go. @defaultValue 1,000,000 */
  readonly runLogLines: number;
  /** The most bytes of text that they have; above them, the oldest go. @defaultValue 1 GB */
  readonly runLogSize: number;
  /** Whether each request is logged when it is over. @defaultValue false */
  readonly accessLog: boolean;
  /** Names that the server goes by beside those of loopback, in small letters. @defaultValue none */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may ask, or `*` for all. @defaultValue none */
  readonly corsOrigins: readonly string[];
  /** How long the server serves on after SIGTERM. @defaultValue 5 */
  readonly drainSeconds: number;
}

/** Thrown when a setting is wrong; the server does not start. */
export class ConfigError extends PrefectError {
  readonly code = 'PREFECT_STATES_CONFIG';

  /** @internal */
  static of(name: string, expected: string): ConfigError {
    return new ConfigError(`${name} must be ${expected}`);
  }
}

/**
 * Reads the settings.
 *
 * @param isTerminal - whether somebody sees what is written to standard output
 * @throws {@link ConfigError} for the first that is wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, { isTerminal = false } = {}): Config {
  return {
    host: readHost(env.HOST ?? '127.0.0.1'),
    port: readPort(env.PORT ?? '4200'),
    databaseUrl: env.DATABASE_URL ?? 'sqlite:prefect-states.db',
    prefectApi: readChoice('PREFECT_API', env.PREFECT_API ?? '2', PREFECT_APIS),
    bodyLimit: readSize('BODY_LIMIT', env.BODY_LIMIT ?? '1mb'),
    maxRequests: readCount('MAX_REQUESTS', env.MAX_REQUESTS ?? '250'),
    maxSockets: readCount('MAX_SOCKETS', env.MAX_SOCKETS ?? '1000'),
    logLevel: readChoice('LOG_LEVEL', env.LOG_LEVEL ?? 'log', LOG_LEVELS),
    logFormat: readChoice('LOG_FORMAT', env.LOG_FORMAT ?? (isTerminal ? 'text' : 'json'), LOG_FORMATS),
    runLogDays: readCount('RUN_LOG_DAYS', env.RUN_LOG_DAYS ?? '30'),
    runLogLines: readCount('RUN_LOG_LINES', env.RUN_LOG_LINES ?? '1000000'),
    runLogSize: readSize('RUN_LOG_SIZE', env.RUN_LOG_SIZE ?? '1gb'),
    accessLog: readChoice('ACCESS_LOG', env.ACCESS_LOG ?? 'off', ['on', 'off']) === 'on',
    apiAuthString: readCredentials(env.API_AUTH_STRING),
    allowedHosts: readList(env.ALLOWED_HOSTS, isHostName, () =>
      ConfigError.of('ALLOWED_HOSTS', 'a list of names without ports, such as states.example, 10.0.0.5'),
    ),
    corsOrigins: readList(env.CORS_ORIGINS, isOrigin, () =>
      ConfigError.of('CORS_ORIGINS', 'a list of origins, such as https://app.example, http://localhost:3000; or *'),
    ),
    drainSeconds: readSeconds(env.DRAIN_SECONDS ?? '5'),
  };
}

/** The levels that Nest's logger writes for a setting. */
export function levelsFrom(level: LogLevel): LogLevel[] {
  return LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1);
}

/** An empty one would be every interface. */
function readHost(text: string): string {
  if (isIP(text) === 0 && !/^[\w.-]+$/.test(text)) {
    throw ConfigError.of('HOST', 'the address of an interface, or its name, such as 127.0.0.1, ::1 or localhost');
  }
  return text;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw ConfigError.of('PORT', 'a number from 0 to 65535');
  return port;
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count === 0 || !Number.isSafeInteger(count))
    throw ConfigError.of(name, 'a number from 1 on');
  return count;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

function readSize(name: string, text: string): number {
  const [, digits, unit = ''] = /^(\d+) ?(kb|mb|gb)?$/i.exec(text.trim()) ?? [];
  const size = Number(digits) * (UNITS[unit.toLowerCase()] ?? NaN);
  if (!Number.isSafeInteger(size) || size === 0)
    throw ConfigError.of(name, 'a number of bytes, or such as 500kb or 2mb');
  return size;
}

function readChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw ConfigError.of(name, `one of: ${choices.join(', ')}`);
  return choice;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds > 3600)
    throw ConfigError.of('DRAIN_SECONDS', 'a number of seconds from 0 to 3600');
  return seconds;
}

function readCredentials(text: string | undefined): string | null {
  if (text === undefined) return null;
  // one line: a header holds no more
  if (!/^[^:\p{Cc}]+:\P{Cc}+$/u.test(text)) {
    throw ConfigError.of('API_AUTH_STRING', 'a user and a password with a colon between them');
  }
  return text;
}

/** @returns no item when nothing is given */
function readList(text: string | undefined, isRight: (item: string) => boolean, wrong: () => ConfigError): string[] {
  const items = text?.split(',').map((item) => item.trim().toLowerCase()) ?? [];
  if (!items.every(isRight)) throw wrong();
  return items;
}

function isHostName(text: string): boolean {
  return /^([\w-]+(\.[\w-]+)*|\[[\da-f:.]+\])$/.test(text);
}

/** Whether it is an origin as browsers write it; or all of them. */
function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text);
}
