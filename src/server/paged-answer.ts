import { type PrefectBaseModel } from '../index.js';

/** Models that are answered as one list, page by page, while they are read. By itself, an iterable is streamed by Nest as it is. */
export class PagedAnswer {
  readonly pages: AsyncIterable<readonly PrefectBaseModel[]>;

  constructor(pages: AsyncIterable<readonly PrefectBaseModel[]>) {
    this.pages = pages;
  }
}

/**
 * Makes of every item of every page another, page by page. It is no generator: that would hold a page as long as the one
 * that was made of it is sent.
 */
export function mapPages<T, U>(pages: AsyncGenerator<readonly T[]>, map: (item: T) => U): AsyncIterable<U[]> {
  const iterator: AsyncIterator<U[]> = {
    async next() {
      const { done, value } = (await pages.next()) as IteratorResult<readonly T[], undefined>;
      return done === true ? { done, value: undefined } : { value: value.map(map) };
    },
    async return() {
      await pages.return(undefined);
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
