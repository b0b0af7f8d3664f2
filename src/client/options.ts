/* What a client is told, and what it finds in the environment where it is told nothing. */
import { environmentVariable, parseJsonText } from '../inner.js';
import { ClientOptionsError, noWebSocket } from './errors.js';
import { type SocketClass } from './socket.js';

/** How a request is repeated that was answered with 408, 429, 502, 503 or 504, or not at all. */
export interface RetryOptions {
  /** How often; 0 for never. @defaultValue 5 */
  readonly times?: number;
  /** Seconds before the first repeat, unless the answer says `Retry-After`; each further one waits twice as long. @defaultValue 2 */
  readonly seconds?: number;
  /** The part by which a wait may be longer, and about as much shorter. @defaultValue 0.2 */
  readonly jitter?: number;
}

/** What a client sends to show who it is. */
type Credentials =
  | {
      /** A key, sent as a Bearer token. @defaultValue PREFECT_API_KEY */
      readonly apiKey?: string | null;
      readonly authString?: never;
    }
  | {
      /** `user:password`, sent as Basic. @defaultValue PREFECT_API_AUTH_STRING */
      readonly authString?: string | null;
      readonly apiKey?: never;
    };

/** What every client is made of; what is left out comes from the environment, as Prefect's own client reads it. */
export type ConnectionOptions = Credentials & {
  /** Where the routes are: `http://127.0.0.1:4200/api`. @defaultValue PREFECT_API_URL */
  readonly apiUrl?: string;
  /** Sent with each request. @defaultValue PREFECT_CLIENT_CUSTOM_HEADERS, a JSON object */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends requests. @defaultValue the global one */
  readonly fetch?: typeof globalThis.fetch;
  /** Opens the sockets by which events are sent and heard. @defaultValue the global one, which Node has since 22 */
  readonly WebSocket?: SocketClass;
  /** How long an answer is waited for. @defaultValue 60 */
  readonly timeoutSeconds?: number;
  readonly retry?: RetryOptions;
};

/** Where a client asks, and with what. */
export interface Connection {
  /** Without a slash at its end, and without credentials. */
  readonly apiUrl: string;
  readonly headers: Headers;
  /** What a socket says to show who it is: a key, or a user and a password; null for nothing. */
  readonly token: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly WebSocket: SocketClass | undefined;
  readonly timeoutSeconds: number;
  readonly retry: Required<RetryOptions>;
}

/** What the API of Prefect's Cloud begins with. @source prefect 2.20.25, settings.py, `PREFECT_CLOUD_API_URL` */
const CLOUD = 'https://api.prefect.cloud/api';

/** Whether an address is one of Prefect's Cloud. */
export const isCloud = (apiUrl: string): boolean => apiUrl === CLOUD || apiUrl.startsWith(`${CLOUD}/`);

/** The version of the API that is spoken. @source prefect 2.20.25 and 3.8.8, client/constants.py, `SERVER_API_VERSION` */
const API_VERSION = '0.8.4';

const RETRY: Required<RetryOptions> = { times: 5, seconds: 2, jitter: 0.2 };
const TIMEOUT_SECONDS = 60;

/**
 * Puts options and environment together.
 *
 * @throws {@link ClientOptionsError} when there is no address, or something is wrong
 */
export function connectionOf(options: ConnectionOptions): Connection {
  const address = addressOf(options.apiUrl ?? environmentVariable('PREFECT_API_URL'));
  const { fetch = (url, init) => globalThis.fetch(url, init), timeoutSeconds = TIMEOUT_SECONDS } = options;
  const credentials = credentialsOf(options, address.authString);
  return {
    apiUrl: address.apiUrl,
    headers: headersOf(options, credentials),
    token: credentials?.token ?? null,
    fetch,
    WebSocket: options.WebSocket,
    timeoutSeconds: checked('timeoutSeconds', timeoutSeconds),
    retry: {
      times: checked('retry.times', options.retry?.times ?? RETRY.times),
      seconds: checked('retry.seconds', options.retry?.seconds ?? RETRY.seconds),
      jitter: checked('retry.jitter', options.retry?.jitter ?? RETRY.jitter),
    },
  };
}

function checked(name: string, given: number): number {
  if (typeof given !== 'number' || !(given >= 0)) throw ClientOptionsError.badNumber(name);
  return given;
}

/** The address, and the user and the password in it, which `fetch` takes in no address. */
function addressOf(given: string | undefined): { readonly apiUrl: string; readonly authString: string | null } {
  if (given === undefined || given === '') throw ClientOptionsError.noAddress();
  if (!URL.canParse(given)) throw ClientOptionsError.badAddress();
  const { protocol, origin, pathname, username, password } = new URL(given);
  if (!/^https?:$/.test(protocol)) throw ClientOptionsError.badAddress();
  const authString = username === '' && password === '' ? null : `${decoded(username)}:${decoded(password)}`;
  return { apiUrl: `${origin}${pathname.replace(/\/+$/, '')}`, authString };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw ClientOptionsError.badAddress();
  }
}

function headersOf(options: ConnectionOptions, credentials: Shown | null): Headers {
  const headers = new Headers({ 'content-type': 'application/json', 'x-prefect-api-version': API_VERSION });
  for (const [name, value] of Object.entries({ ...customHeaders(), ...options.headers })) set(headers, name, value);
  if (credentials !== null) set(headers, 'authorization', `${credentials.scheme} ${encoded(credentials)}`);
  return headers;
}

/** An engine's own error would quote the value. */
function set(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw ClientOptionsError.badHeader(name);
  }
}

/** @source prefect 3.8.8, client/base.py, which reads them and never lets them stand for its own */
function customHeaders(): Record<string, string> {
  const given = environmentVariable('PREFECT_CLIENT_CUSTOM_HEADERS') ?? '';
  if (given === '') return {};
  const headers = readObject(given);
  if (!Object.values(headers).every((value) => typeof value === 'string')) throw ClientOptionsError.badHeaders();
  return headers as Record<string, string>;
}

function readObject(text: string): object {
  const read = parseJsonText(text);
  if ('fault' in read || typeof read.value !== 'object' || read.value === null) throw ClientOptionsError.badHeaders();
  return read.value;
}

interface Shown {
  readonly scheme: 'Basic' | 'Bearer';
  readonly token: string;
}

/** What is passed wins over what the environment says, and there a user and a password over a key, as in Prefect's client. */
function credentialsOf({ apiKey, authString }: ConnectionOptions, ofAddress: string | null): Shown | null {
  if (authString !== undefined) return shown('Basic', authString);
  if (apiKey !== undefined) return shown('Bearer', apiKey);
  const user = ofAddress ?? environmentVariable('PREFECT_API_AUTH_STRING') ?? '';
  if (user !== '') return shown('Basic', user);
  const key = environmentVariable('PREFECT_API_KEY') ?? '';
  return key === '' ? null : shown('Bearer', key);
}

function shown(scheme: Shown['scheme'], token: string | null): Shown | null {
  return token === null ? null : { scheme, token };
}

function encoded({ scheme, token }: Shown): string {
  if (scheme === 'Bearer') return token;
  const bytes = new TextEncoder().encode(token);
  return btoa(String.fromCharCode(...bytes));
}

/** The class of sockets: what was passed, else the platform's; undefined where it has none. */
export function findSocket({ WebSocket }: Connection): SocketClass | undefined {
  return WebSocket ?? (globalThis as unknown as { readonly WebSocket?: SocketClass }).WebSocket;
}

/**
 * The class of sockets.
 *
 * @throws {@link ClientOptionsError} where there is none
 */
export function socketOf(connection: Connection): SocketClass {
  const found = findSocket(connection);
  if (found === undefined) throw noWebSocket();
  return found;
}
