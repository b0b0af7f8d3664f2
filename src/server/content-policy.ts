import { createHash } from 'node:crypto';

/**
 * What a content policy says of the one script or style that is written into a page: no other may run.
 *
 * @param tag - `script` or `style`, which stands in the page once without attributes
 */
export function hashOf(html: string, tag: 'script' | 'style'): string {
  const text = html.slice(
    html.indexOf(`<${tag}>`) + tag.length + 2,
    html.indexOf(`</${tag}>`, html.indexOf(`<${tag}>`)),
  );
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The policy of a page that asks only this server, sends no forms, may not be framed, and else only what is listed. */
export function policyOf(...allowed: readonly string[]): string {
  const closed = ["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
  return ["default-src 'none'", ...allowed, ...closed].join('; ');
}
