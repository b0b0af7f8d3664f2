import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { Controller, Get, Header, Res, ServiceUnavailableException, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** The part of the server's response that the page uses. */
interface Headers {
  header(name: string, value: string): unknown;
}

interface Page {
  readonly bytes: Buffer;
  readonly policy: string;
}

const FILE = new URL('page.html', import.meta.url);

/** The page to look at: runs, and their histories. It is one file, which asks nothing of anyone but this server. */
@ApiExcludeController()
@Controller()
export class PageController {
  #page: Promise<Page> | null = null;

  /** Answers the page. */
  @Get()
  @Header('Cache-Control', 'no-cache')
  @Header('Referrer-Policy', 'no-referrer')
  @Header('X-Content-Type-Options', 'nosniff')
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
  return { bytes, policy: policyOf(bytes.toString()) };
}

/**
 * Nothing but the script and the style of the page itself may run, and no text may become markup, so that a name or a
 * message that looks like one stays a text.
 */
function policyOf(html: string): string {
  const hashOf = (tag: string): string => {
    const text = html.slice(html.indexOf(`<${tag}>`) + tag.length + 2, html.indexOf(`</${tag}>`));
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  return [
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
