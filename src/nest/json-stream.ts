/*
 * Answers that are too long to be held whole. Pages of models come in, a JSON list goes out as they come; what the pages
 * are read from, this does not know.
 */
import { Logger, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

import { type PrefectBaseModel } from '../index.js';
import { whyUnavailable } from '../persistence/index.js';

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
 * any others; a later one breaks the connection off, since a list that only ended would look complete. When the client
 * goes away no more pages are read.
 *
 * @param textOf - writes a model or a list of them as JSON
 * @returns the text when there is one page at most; else what Nest streams
 */
export async function streamJson(pages: Pages, textOf: (page: Page) => string): Promise<string | StreamableFile> {
  const items = itemsOf(pages, textOf);
  const first = await items.next();
  if (first.done === true) return '[]';
  const second = await items.next();
  if (second.done === true) return `[${first.value}]`;

  const chunks = async function* (): AsyncGenerator<string> {
    yield `[${first.value},${second.value}`;
    try {
      for await (const text of items) yield `,${text}`;
    } catch (error) {
      // no message: it may quote what was read
      const reason = whyUnavailable(error) ?? (error instanceof Error ? error.name : 'not an Error');
      new Logger('StateJson').error(`An answer was broken off: ${reason}`);
      throw error;
    }
    yield ']';
  };
  return new StreamableFile(Readable.from(chunks(), { objectMode: false }))
    .setErrorHandler(breakOff)
    .setErrorLogger(() => undefined);
}

/** The texts of pages, as they stand in one list. */
async function* itemsOf(pages: Pages, textOf: (page: Page) => string): AsyncGenerator<string, void, undefined> {
  for await (const page of pages) {
    const text = Array.isArray(page) ? textOf(page).slice(1, -1) : textOf(page);
    if (text !== '') yield text;
  }
}

/** On Express; Fastify does so by itself. */
function breakOff(_error: Error, response: object): void {
  if ('destroy' in response) (response as { readonly destroy: () => void }).destroy();
}
