import { type INestApplication } from '@nestjs/common';

export interface Answer {
  readonly status: number;
  /** The parsed body; the text when it is no JSON. */
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** Listens on any port that is free, and gives a way to send requests. */
export async function listen(app: INestApplication): Promise<(path: string, init?: RequestInit) => Promise<Answer>> {
  await app.listen(0, '127.0.0.1');
  const base = await app.getUrl();
  return (path, init) => send(base + path, init);
}

/** Sends a request and reads the answer. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { headers: { 'content-type': 'application/json' }, ...init });
  const text = await response.text();
  await judgeAnswer(init.method ?? 'GET', new URL(url).pathname, response.status, text);
  return { status: response.status, body: readJson(text), text, headers: response.headers };
}

/** Throws when the backend answers other than its document says. */
async function judgeAnswer(method: string, path: string, status: number, text: string): Promise<void> {
  if (!/^\/(?:api\/|healthz$)/.test(path)) return;
  // only those who ask the backend need its table of routes
  const { judge } = await import('./document.js');
  const fault = judge(method, path, status, text);
  if (fault !== null) throw new Error(fault);
}

/** A POST of a JSON value. */
export const post = (value: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(value) });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
