/* Sends one request to two servers, each with the ids of its own things, and shows what they answer so that it can be compared. */
import { type NamedRequest } from './random-requests.js';
import { sendRaw } from './raw-http.js';

/** An answer without what two servers may choose: ids, the time of day, random words. */
export interface Shown {
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
}

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
// of what the requests say none is in this year
const NOW = new RegExp(`${new Date().getUTCFullYear()}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?`, 'g');
const WORDS = /^[a-z]+-[a-z]+$/;
/** Seconds that depend on when one asks. */
const MEASURED = /^(?:total_run_time|estimated_run_time|estimated_start_time_delta)$/;

/** A server, and the ids that its things have. */
export class Asked {
  readonly #api: string;
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(api: string) {
    this.#api = api;
    this.#call('nothing', '99999999-9999-4999-8999-999999999999');
  }

  /** Sends a request, and remembers the id of what it has made. */
  async ask({ method, path, headers, body, as }: NamedRequest, tries = 5): Promise<Shown> {
    const answer = await sendRaw(this.#api + this.#withIds(path), {
      method,
      headers,
      body: body === undefined ? undefined : this.#withIds(body),
    });
    // SQLite was busy: clients ask again
    if (answer.status === 503 && tries > 1) return this.ask({ method, path, headers, body, as }, tries - 1);
    const made = (answer.body as { id?: unknown } | null)?.id;
    if (as !== undefined && as !== '' && typeof made === 'string') this.#call(as, made);
    const others = new Map<string, string>();
    return {
      status: answer.status,
      // in UTF-8, said or not
      type: answer.headers.get('content-type')?.split(';')[0] ?? null,
      body: Array.isArray(answer.body)
        ? answer.body.map((each: unknown) => this.#show(each, new Map()))
        : this.#show(answer.body, others),
    };
  }

  #call(name: string, id: string): void {
    this.#ids.set(name, id);
    this.#names.set(id, name);
    this.#names.set(id.replaceAll('-', ''), name);
  }

  #withIds(text: string): string {
    const first = this.#ids.get('flow run 0') ?? '';
    const forms: Readonly<Record<string, string>> = {
      upper: first.toUpperCase(),
      braced: `{${first}}`,
      urn: `urn:uuid:${first}`,
      dashless: first.replaceAll('-', ''),
    };
    return text.replaceAll(
      /\{([a-z][a-z 0-9]*)\}/g,
      (whole, name: string) => this.#ids.get(name) ?? forms[name] ?? whole,
    );
  }

  #show(value: unknown, others: Map<string, string>, key = ''): unknown {
    if (typeof value === 'string') return this.#showText(value, others, key);
    if (typeof value === 'number') return MEASURED.test(key) ? 'seconds' : value;
    if (Array.isArray(value)) return value.map((each) => this.#show(each, others));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([name]) => name !== 'url');
    return Object.fromEntries(entries.map(([name, each]) => [name, this.#show(each, others, name)]));
  }

  #showText(text: string, others: Map<string, string>, key: string): string {
    if (key === 'name' && WORDS.test(text)) return '<words>';
    const named = text.replaceAll(UUID, (found) => {
      const id = found.toLowerCase();
      if (!others.has(id)) others.set(id, `<id${others.size}>`);
      return `<${this.#names.get(id) ?? others.get(id)!}>`;
    });
    return named.replaceAll(NOW, '<time>');
  }
}
