/*
 * Sends a request, and sends it again where that may help. It knows addresses, headers and statuses, and no route or model:
 * who calls it reads the answer, and may know what became of a request whose answer was lost.
 */
import { newUuid, parseJsonText } from '../inner.js';
import { type Asked, PrefectConnectionError, UnexpectedAnswer } from './errors.js';
import { type Connection, type RetryOptions } from './options.js';
import { pause } from './pause.js';

/** What is sent. */
export interface Sent extends Asked {
  /** What stands behind the path: `?a=b`, or nothing. */
  readonly query: string;
  /** JSON text; null for none. */
  readonly body: string | null;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** What its JSON holds; undefined for an answer without any. */
  readonly value: unknown;
  /** What is wrong with it; null for JSON, and for nothing at all. */
  readonly fault: 'not JSON' | 'JSON that ends too early' | null;
}

/** How a request is made. */
export interface Asking<T> {
  /** Makes something of an answer that says that all went well. */
  readonly read: (answer: Answer) => T;
  /** Makes an error of any other answer. */
  readonly refuse: (answer: Answer) => Error;
  /** Asked before a request is repeated that may have been done: gives what its answer was, undefined when it was not done. */
  readonly instead?: () => Promise<T | undefined>;
  readonly signal?: AbortSignal;
}

/** A try that failed and may be repeated. */
interface Failed {
  readonly error: Error;
  /** Whether the request may have been done for all that. */
  readonly mayBeDone: boolean;
  /** What the answer says; null when it says nothing. */
  readonly waitSeconds: number | null;
}

/** @source prefect 2.20.25, client/base.py, `PrefectHttpxAsyncClient.send`; gateways give 504 for a time that is up */
const REPEATED: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** Answered before anything is done. */
const TOO_MANY = 429;
const FORBIDDEN = 403;
/** What `fetch` gives as the reason of its error when nothing listens. */
const UNREACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The requests of one client. */
export class Transport {
  readonly connection: Connection;
  readonly #csrfClient = newUuid();
  #csrfToken: string | null = null;
  #hasConnected = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Sends a request until it is answered.
   *
   * @throws {@link PrefectConnectionError}, {@link UnexpectedAnswer}, what `refuse` makes, and what a signal was aborted with
   */
  async ask<T>(sent: Sent, asking: Asking<T>): Promise<T> {
    const { retry } = this.connection;
    for (let tries = 0; ; tries += 1) {
      const tried = await this.#try(sent, asking);
      if ('value' in tried) return tried.value;
      const isLast = tries >= retry.times;
      if (!isLast) await pause(waitOf(tried.waitSeconds, tries, retry), asking.signal);
      const known = tried.mayBeDone ? await lookUp(asking, tried.error) : undefined;
      if (known !== undefined) return known;
      if (isLast) throw tried.error;
    }
  }

  async #try<T>(sent: Sent, { read, refuse, instead, signal }: Asking<T>): Promise<{ readonly value: T } | Failed> {
    signal?.throwIfAborted();
    const got = await this.#send(sent, signal);
    if ('error' in got) return got;
    const { answer, retryAfter } = got;
    if (REPEATED.has(answer.status)) {
      return { error: refuse(answer), mayBeDone: answer.status !== TOO_MANY, waitSeconds: secondsOf(retryAfter) };
    }
    if (asksForCsrf(answer) && (await this.#renewCsrf(signal))) {
      return { error: refuse(answer), mayBeDone: false, waitSeconds: 0 };
    }
    if (answer.status < 200 || answer.status > 299) throw refuse(answer);
    if (answer.fault === null) return { value: read(answer) };
    const error = new UnexpectedAnswer(sent, answer.status, answer.fault);
    // what is no JSON is most likely no API, unless something was asked of it that may have been done
    if (answer.fault === 'not JSON' && instead === undefined) throw error;
    return { error, mayBeDone: true, waitSeconds: null };
  }

  async #send(
    { method, path, query, body }: Sent,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly answer: Answer; readonly retryAfter: string | null } | Failed> {
    const { apiUrl, fetch, timeoutSeconds } = this.connection;
    const inTime = AbortSignal.timeout(timeoutSeconds * 1000);
    try {
      const response = await fetch(`${apiUrl}${path}${query}`, {
        method,
        body,
        headers: this.#headersFor(method),
        signal: signal === undefined ? inTime : AbortSignal.any([signal, inTime]),
      });
      this.#hasConnected = true;
      const answer = { status: response.status, ...contentOf(response, await response.text()) };
      return { answer, retryAfter: response.headers.get('retry-after') };
    } catch (cause) {
      signal?.throwIfAborted();
      const why = inTime.aborted ? `none in ${timeoutSeconds} s` : reasonOf(cause);
      const error = new PrefectConnectionError({ method, path }, why, cause);
      const code = codeOf(cause);
      const isUnreached = UNREACHED.has(code);
      // an address at which nothing ever answered is most likely wrong; a browser does not say what is, nor that it asked not at all
      if (!this.#hasConnected && (isUnreached || (code === undefined && !inTime.aborted))) throw error;
      return { error, mayBeDone: !isUnreached, waitSeconds: null };
    }
  }

  #headersFor(method: string): Headers {
    const headers = new Headers(this.connection.headers);
    if (this.#csrfToken !== null && method !== 'GET') {
      headers.set('prefect-csrf-token', this.#csrfToken);
      headers.set('prefect-csrf-client', this.#csrfClient);
    }
    return headers;
  }

  /** Whether there is a new token. @source prefect 2.20.25, client/base.py, `_add_csrf_headers` */
  async #renewCsrf(signal: AbortSignal | undefined): Promise<boolean> {
    const sent: Sent = { method: 'GET', path: '/csrf-token', query: `?client=${this.#csrfClient}`, body: null };
    const got = await this.#send(sent, signal);
    if ('error' in got) throw got.error;
    const { token } = objectIn(got.answer);
    const isNew = typeof token === 'string' && token !== this.#csrfToken;
    if (isNew) this.#csrfToken = token;
    return isNew;
  }
}

/** What became of a request; a failure to tell is told by the error that asked for it. */
async function lookUp<T>({ instead, signal }: Asking<T>, error: Error): Promise<T | undefined> {
  try {
    return await instead?.();
  } catch {
    signal?.throwIfAborted();
    throw error;
  }
}

/** How long a repeat waits, in seconds. @source prefect 2.20.25, client/base.py, `_send_with_retry`: as asked for or longer, else about as long as it is */
export function waitOf(asked: number | null, tries: number, { seconds, jitter }: Required<RetryOptions>): number {
  if (asked !== null) return asked * (1 + jitter * Math.random());
  return seconds * 2 ** tries * (1 + jitter * (2 * Math.random() - 1));
}

/** `Retry-After`, a number of seconds or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null || retryAfter.trim() === '') return null;
  const given = Number(retryAfter);
  const seconds = Number.isNaN(given) ? (Date.parse(retryAfter) - Date.now()) / 1000 : given;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

function contentOf({ headers }: Response, text: string): Pick<Answer, 'value' | 'fault'> {
  if (text === '') return { value: undefined, fault: null };
  const isJson = /^application\/(?:[\w.-]+\+)?json/i.test(headers.get('content-type') ?? '');
  if (!isJson) return { value: undefined, fault: 'not JSON' };
  const read = parseJsonText(text);
  return 'value' in read ? { value: read.value, fault: null } : { value: undefined, fault: 'JSON that ends too early' };
}

/** The object that an answer is; an empty one for any other. */
export function objectIn({ value }: Pick<Answer, 'value'>): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** @source prefect 2.20.25, server/api/middleware.py, `CsrfMiddleware` */
function asksForCsrf(answer: Answer): boolean {
  return answer.status === FORBIDDEN && (detailOf(answer) ?? '').includes('CSRF token');
}

function codeOf(cause: unknown): unknown {
  const reason = (cause as { readonly cause?: { readonly code?: unknown } } | undefined)?.cause;
  return reason?.code;
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  if (typeof code === 'string') return code;
  return cause instanceof Error ? cause.message : 'the connection was lost';
}

/** What the server says is wrong, in any of the shapes in which Prefect says it; null when it says nothing. */
export function detailOf(answer: Pick<Answer, 'value'>): string | null {
  const { exception_message: message, detail } = objectIn(answer);
  const said = message ?? detail;
  return typeof said === 'string' ? said : null;
}
