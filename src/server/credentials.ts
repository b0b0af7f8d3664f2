import { createHash, timingSafeEqual } from 'node:crypto';

/** What a caller must know: a user and a password, as one text. It is kept as a digest, and never told. */
export class Credentials {
  readonly #digest: Buffer;

  /** @param text - `user:password` */
  constructor(text: string) {
    this.#digest = digestOf(Buffer.from(text));
  }

  /** Whether a token is the same text. It takes as long for one that is nearly right as for any other. */
  are(token: unknown): boolean {
    return typeof token === 'string' && timingSafeEqual(digestOf(Buffer.from(token)), this.#digest);
  }

  /**
   * Whether an `Authorization` header holds them: as Basic, or the same text as Bearer, which is what Prefect's client makes
   * of an API key. It takes as long for a text that is nearly right as for any other.
   *
   * @source prefect 3.8.8, server/api/server.py, `token_validation`
   */
  areIn(authorization: string | undefined): boolean {
    const [, scheme, sent] = /^(basic|bearer) +(.+)$/i.exec(authorization ?? '') ?? [];
    if (scheme === undefined || sent === undefined) return false;
    // Node gives a header one character for each byte
    const bytes = Buffer.from(sent, scheme.toLowerCase() === 'basic' ? 'base64' : 'latin1');
    return timingSafeEqual(digestOf(bytes), this.#digest);
  }
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
