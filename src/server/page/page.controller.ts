import { readFile } from 'node:fs/promises';

import { Controller, Get, Header, Res, ServiceUnavailableException, StreamableFile } from '@nestjs/common';

import { hashOf, policyOf } from '../content-policy.js';
import { SERVER_FOLDER } from '../folders.js';

/** The part of the server's response that the page uses. */
interface Headers {
  header(name: string, value: string): unknown;
}

interface Page {
  readonly bytes: Buffer;
  readonly policy: string;
}

const FILE = new URL('page/page.html', SERVER_FOLDER);

/** The page to look at: runs, and their histories. It is one file, which asks nothing of anyone but this server. */
@Controller()
export class PageController {
  #page: Promise<Page> | null = null;

  /** Answers the page. */
  @Get()
  @Header('Cache-Control', 'no-cache')
  @Header('Referrer-Policy', 'no-referrer')
  async show(@Res({ passthrough: true }) reply: Headers): Promise<StreamableFile> {
    const { bytes, policy } = await (this.#page ??= readPage());
    reply.header('Content-Security-Policy', policy);
    return new StreamableFile(bytes, { type: 'text/html; charset=utf-8', length: bytes.length });
  }
}

async function readPage(): Promise<Page> {
  const bytes = await readFile(FILE).catch(() => {
    throw new ServiceUnavailableException('The page is not built: npm run build');
  });
  return { bytes, policy: policyFor(bytes.toString()) };
}

/**
 * Nothing but the script and the style of the page itself may run, and no text may become markup, so that a name or a
 * message that looks like one stays a text.
 */
function policyFor(html: string): string {
  return policyOf(
    `script-src ${hashOf(html, 'script')}`,
    `style-src ${hashOf(html, 'style')}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
  );
}
