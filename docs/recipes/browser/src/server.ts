/** What stands for Prefect's server in the test: the page, and the one route that the page asks. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type State } from 'prefect-states';

const FILES: Record<string, readonly [type: string, file: string]> = {
  '/': ['text/html', '../index.html'],
  '/history.js': ['text/javascript', 'history.js'],
};

/** Answers with the states that the run has so far. */
export function createStub(runId: string, states: readonly State[]): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    if (FILES[pathname]) {
      const [type, file] = FILES[pathname];
      response.setHeader('content-type', type);
      // a bundle that interprets its models needs no right to generate code
      response.setHeader('content-security-policy', "default-src 'self'");
      response.end(readFileSync(new URL(file, import.meta.url)));
    } else if (pathname === '/api/flow_run_states/' && searchParams.get('flow_run_id') === runId) {
      response.setHeader('content-type', 'application/json');
      response.end(`[${states.map((state) => state.json()).join(',')}]`);
    } else {
      response.writeHead(404).end();
    }
  });
}
