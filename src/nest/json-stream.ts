/*
 * Answers that are too long to be held whole. Pages of models come in, a JSON list goes out as they come; what the pages
 * are read from, this does not know.
 */
import { Logger, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { type PrefectBaseModel } from '../index.js';
import { reasonOfDatabase } from './persistence/reason.js';

/** One or many models. */
export type Page = PrefectBaseModel | readonly PrefectBaseModel[];

/** What a handler answers to have it streamed as one JSON list. */
export type Pages = AsyncIterable<Page>;

/** Whether a handler's answer is to be streamed. */
export function isPages(value: unknown): value is Pages {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * Makes of pages the answer that is sent. Two pages are read before anything is sent, so that their errors are answered as
 * any others; a later one breaks the connection off, since a list that only ended would look complete. A page is read when
 * the one before is taken by the client; when the client goes away no more are read. Pages are never joined.
 *
 * @param textOf - writes a model or a list of them as JSON
 * @returns the text when there is one page at most; else what Nest streams
 */
export async function streamJson(pages: Pages, textOf: (page: Page) => string): Promise<string | StreamableFile> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = await nextText(iterator, textOf);
  if (first === null) return '[]';
  const next = async (): Promise<string | null> => {
    // a reader of little waits for no more than a page
    await setImmediate();
    return nextText(iterator, textOf);
  };
  const second = await next();
  if (second === null) return `[${first}]`;
  const read: string[] = [second, first];

  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      let open = '[';
      for (; read.length > 0; open = ',') yield toBytes(open, read.pop()!);
      for (let text = await next(); text !== null; text = await next()) yield toBytes(open, text);
      yield Buffer.from(']');
    } catch (error) {
      new Logger('StateJson').error(`An answer was broken off: ${await reasonOf(error)}`);
      throw error;
    } finally {
      await iterator.return?.();
    }
  };
  // no page is asked for before the socket wants it
  return new StreamableFile(Readable.from(chunks(), { objectMode: false, highWaterMark: 0 }))
    .setErrorHandler(breakOff)
    .setErrorLogger(() => undefined);
}

/** No message: it may quote what was read. */
async function reasonOf(error: unknown): Promise<string> {
  return (await reasonOfDatabase(error)) ?? (error instanceof Error ? error.name : 'not an Error');
}

/** The text of the next page that holds something, as it stands in a list; null behind the last. */
async function nextText(pages: AsyncIterator<Page>, textOf: (page: Page) => string): Promise<string | null> {
  for (;;) {
    const { done, value } = (await pages.next()) as IteratorResult<Page, undefined>;
    if (done === true) return null;
    const text = Array.isArray(value) ? textOf(value).slice(1, -1) : textOf(value);
    if (text !== '') return text;
  }
}

/** On Express; Fastify does so by itself. */
function breakOff(_error: Error, response: object): void {
  if ('destroy' in response) (response as { readonly destroy: () => void }).destroy();
}

/** Bytes, because a socket keeps a text beside the bytes that it makes of it. */
function toBytes(separator: string, text: string): Buffer {
  const bytes = Buffer.allocUnsafe(separator.length + Buffer.byteLength(text));
  bytes.write(separator);
  bytes.write(text, separator.length);
  return bytes;
}
