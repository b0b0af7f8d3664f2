import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';

import { Controller, Get, Header, NotFoundException, Param, StreamableFile } from '@nestjs/common';

import { hashOf, policyOf } from '../content-policy.js';

/** Where the description of a major version is, which the address of the page may name; else that of `/api` is shown. */
const DOCUMENTS = { '2': '/v2/docs-json', '3': '/v3/docs-json' } as const;
const DOCUMENT = '/docs-json';

/** The files that the page asks for, of all that Swagger's package has, and what they are. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const LINKS = Object.keys(DOCUMENTS)
  .map((major) => `<a href="/docs?${major}">Prefect ${major}</a>`)
  .join(' ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>prefect-states</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <style>
      nav { font: 16px sans-serif; margin: 12px auto 0; max-width: 1460px; padding: 0 20px; }
      nav a { color: #1f5fae; margin-right: 16px; }
      /* Swagger's own colours are hard to read */
      .swagger-ui .opblock .opblock-summary-method { color: #000; text-shadow: none; }
      .swagger-ui .info .title small pre { color: #000; }
      .swagger-ui .json-schema-2020-12-expand-deep-button { color: #3b4151; }
      .swagger-ui .info .title small { background: #c3c7ce; }
      .swagger-ui .info .title small.version-stamp { background: #89bf04; }
      .swagger-ui .info .link .url { color: #1f5fae; }
    </style>
  </head>
  <body>
    <nav>${LINKS}</nav>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script>
      const documents = ${JSON.stringify(DOCUMENTS)};
      const url = documents[location.search.slice(1)] ?? '${DOCUMENT}';
      SwaggerUIBundle({ url, dom_id: '#swagger-ui', validatorUrl: null });
    </script>
  </body>
</html>
`;

/** Only what this page brings along may run, and only this server is asked. */
const POLICY = policyOf(
  `script-src 'self' ${hashOf(PAGE, 'script')}`,
  `style-src 'self' ${hashOf(PAGE, 'style')}`,
  "img-src 'self' data:",
);

/**
 * Swagger's page about the routes. `SwaggerModule` would serve its files by a plugin of Fastify's, for which one more package
 * would have to be installed.
 */
@Controller('docs')
export class DocsController {
  /** The page. */
  @Get()
  @Header('Content-Security-Policy', POLICY)
  @Header('Referrer-Policy', 'no-referrer')
  show(): StreamableFile {
    const bytes = Buffer.from(PAGE);
    return new StreamableFile(bytes, { type: 'text/html; charset=utf-8', length: bytes.length });
  }

  /** A file that the page asks for. */
  @Get(':file')
  @Header('Cache-Control', 'max-age=3600')
  file(@Param('file') name: string): StreamableFile {
    const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (type === undefined) throw new NotFoundException('Not Found');
    return new StreamableFile(createReadStream(pathOf(name)), { type });
  }
}

/** It is a dependency of Swagger's, not of ours. */
function pathOf(name: string): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return createRequire(swagger).resolve(`swagger-ui-dist/${name}`);
}
