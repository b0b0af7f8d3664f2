import { PrefectError, ValidationError, type Issue } from '../index.js';
import { withoutCredentials } from '../inner.js';

/** What was asked of a server. */
export interface Asked {
  readonly method: string;
  /** Behind the address of the API, without what follows a `?`. */
  readonly path: string;
}

const LONGEST_DETAIL = 1000;

const shown = ({ method, path }: Asked): string => `${method} ${path}`;

/** Thrown when a server answers that a request cannot be done. It holds no header, and so no key. */
export class PrefectHttpError extends PrefectError implements Asked {
  readonly code: 'PREFECT_STATES_HTTP' | 'PREFECT_STATES_HTTP_NOT_FOUND' | 'PREFECT_STATES_HTTP_ALREADY_EXISTS' =
    'PREFECT_STATES_HTTP';
  readonly status: number;
  readonly method: string;
  readonly path: string;
  /** What the server says is wrong; null when it says nothing. Without the credentials of any URL in it. */
  readonly detail: string | null;

  constructor(asked: Asked, status: number, detail: string | null) {
    const told = detail === null ? null : withoutCredentials(detail).slice(0, LONGEST_DETAIL);
    super(`${shown(asked)} was answered with ${status}${told === null ? '' : `: ${told}`}`);
    this.status = status;
    this.method = asked.method;
    this.path = asked.path;
    this.detail = told;
  }
}

/** Thrown when there is nothing of the given id or name, or a server has no such route: a 404. */
export class ObjectNotFound extends PrefectHttpError {
  override readonly code = 'PREFECT_STATES_HTTP_NOT_FOUND';
}

/** Thrown when what is to be made is there already: a 409. */
export class ObjectAlreadyExists extends PrefectHttpError {
  override readonly code = 'PREFECT_STATES_HTTP_ALREADY_EXISTS';
}

/** Thrown when no answer arrives: the server cannot be reached, the connection is lost, or time is up. */
export class PrefectConnectionError extends PrefectError implements Asked {
  readonly code = 'PREFECT_STATES_CONNECTION';
  readonly method: string;
  readonly path: string;

  /** @param cause - what `fetch` threw */
  constructor(asked: Asked, why: string, cause: unknown) {
    super(`${shown(asked)} got no answer: ${why}`, { cause });
    this.method = asked.method;
    this.path = asked.path;
  }
}

/** Thrown when an answer is none that the API gives: a page of HTML, half of a JSON text, a model of another shape. */
export class UnexpectedAnswer extends PrefectError implements Asked {
  readonly code = 'PREFECT_STATES_UNEXPECTED_ANSWER';
  readonly status: number;
  readonly method: string;
  readonly path: string;

  /** @param cause - why it cannot be read */
  constructor(asked: Asked, status: number, what: string, cause?: unknown) {
    super(`${shown(asked)} was answered with ${status} and ${what}`, cause === undefined ? {} : { cause });
    this.status = status;
    this.method = asked.method;
    this.path = asked.path;
  }
}

/**
 * Thrown when a server says that a run must not go on.
 *
 * @source prefect 2.20.25, exceptions.py, `Abort`
 */
export class Abort extends PrefectError {
  readonly code = 'PREFECT_STATES_ABORT';
  /** Why, in the server's words; null when it says nothing. */
  readonly reason: string | null;

  constructor(reason: string | null) {
    super(reason ?? 'The server says that the run must not go on.');
    this.reason = reason;
  }
}

/**
 * Thrown when a flow run has not ended in the time that its end was waited for.
 *
 * @source prefect 2.20.25, exceptions.py, `FlowRunWaitTimeout`
 */
export class FlowRunWaitTimeout extends PrefectError {
  readonly code = 'PREFECT_STATES_WAIT_TIMEOUT';
  readonly flowRunId: string;

  constructor(flowRunId: string, timeoutSeconds: number) {
    super(`The flow run ${flowRunId} has not ended in ${timeoutSeconds} s.`);
    this.flowRunId = flowRunId;
  }
}

/** Thrown when a client gets options, or finds an environment, that it cannot work with. */
export class ClientOptionsError extends PrefectError {
  readonly code = 'PREFECT_STATES_CLIENT_OPTIONS';

  /** @internal */
  static noAddress(): ClientOptionsError {
    return new ClientOptionsError(
      'There is no address of an API: pass apiUrl, such as http://127.0.0.1:4200/api, or set PREFECT_API_URL.',
    );
  }

  /** @internal */
  static badAddress(): ClientOptionsError {
    return new ClientOptionsError('The address of the API must be such as http://127.0.0.1:4200/api.');
  }

  /** Names the header and not its value, which may be a key. @internal */
  static badHeader(name: string): ClientOptionsError {
    return new ClientOptionsError(
      `The header ${JSON.stringify(name)} has a name or a value that HTTP does not permit.`,
    );
  }

  /** @internal */
  static badHeaders(): ClientOptionsError {
    return new ClientOptionsError('PREFECT_CLIENT_CUSTOM_HEADERS is not a JSON object of texts.');
  }

  /** @internal */
  static noWire(option: 'wire' | 'wires'): ClientOptionsError {
    return new ClientOptionsError(`No ${option}: pass what the server speaks.`);
  }

  /** @internal */
  static noEvents(): ClientOptionsError {
    return new ClientOptionsError('Prefect 2 is told of task runs by their states, not by events.');
  }

  /** @internal */
  static unknownVersion(version: string, wires: readonly { readonly version: number }[]): ClientOptionsError {
    const spoken = wires.map((wire) => wire.version).join(' and ');
    return new ClientOptionsError(
      `The server speaks Prefect ${version.slice(0, 20)}: the wires given are of ${spoken}.`,
    );
  }

  /** @internal */
  static badNumber(name: string): ClientOptionsError {
    return new ClientOptionsError(`${name} must be a number from 0 on.`);
  }
}

/** A server's refusal of what a request holds, as the error that a model of the same issues throws. */
export function refusal(model: string, issues: readonly Issue[], cause: PrefectHttpError): ValidationError {
  const error = new ValidationError(model, issues);
  // not enumerable, as an error has it
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
  return error;
}

/** Where the platform has no sockets. A function by itself: only a client of Prefect 3 opens any. */
export function noWebSocket(): ClientOptionsError {
  return new ClientOptionsError('There is no WebSocket here: pass that of the package ws.');
}
