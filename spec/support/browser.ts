/*
 * A real browser for the specs, without a package to drive it: Chromium speaks its DevTools protocol over two pipes, JSON
 * texts with a zero byte behind each.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Readable, type Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The program of a browser on this machine; null where none is installed. `CHROME_PATH` says which. */
export function findBrowser(): string | null {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH !== undefined) return CHROME_PATH;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...places, ...ELSEWHERE].find(isProgram) ?? null;
}

/** What needs a browser; it is skipped where there is none. */
export function inBrowser(title: string, specs: () => void): void {
  if (findBrowser() !== null) describe(title, specs);
  else describe.skip(`${title}: no Chrome or Chromium is found, and CHROME_PATH names none:`, specs);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

type Params = Readonly<Record<string, unknown>>;
type Listener = (message: Message) => void;

/** A running browser. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #listeners = new Set<Listener>();
  #count = 0;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    let left = '';
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const texts = (left + chunk).split('\0');
      left = texts.pop()!;
      for (const text of texts) for (const listener of this.#listeners) listener(JSON.parse(text) as Message);
    });
  }

  static start(program: string): Browser {
    const folder = mkdtempSync(join(tmpdir(), 'prefect-states-browser-'));
    const flags = [
      '--headless=new',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
      '--disable-gpu',
      '--no-first-run',
    ];
    // Chromium's sandbox does not run as root
    if (userInfo().uid === 0) flags.push('--no-sandbox');
    const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    return new Browser(child, folder);
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId as string);
    await page.start(url);
    return page;
  }

  /** @internal */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    const id = (this.#count += 1);
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      const listener = (message: Message): void => {
        if (message.id !== id) return;
        this.#listeners.delete(listener);
        if (message.error === undefined) resolve(message.result ?? {});
        else reject(new Error(`${method}: ${message.error.message}`));
      };
      this.#listeners.add(listener);
    });
  }

  /** @internal */
  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    // it may be gone before it answers
    void this.send('Browser.close').catch(() => undefined);
    await gone;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A page of the browser. */
export class Page {
  /** What went wrong in the page: errors that nobody caught, and what its policy has forbidden. */
  readonly faults: string[] = [];
  readonly #browser: Browser;
  readonly #sessionId: string;

  constructor(browser: Browser, sessionId: string) {
    this.#browser = browser;
    this.#sessionId = sessionId;
    browser.listen((message) => {
      if (message.sessionId !== sessionId) return;
      if (message.method === 'Runtime.exceptionThrown') this.faults.push(JSON.stringify(message.params));
      const entry = (message.params as { entry?: { source: string; level: string; text: string } } | undefined)?.entry;
      // an answer that failed is told by the page itself
      if (entry?.level === 'error' && entry.source !== 'network') this.faults.push(entry.text);
    });
  }

  /** @internal */
  async start(url: string): Promise<void> {
    for (const domain of ['Page', 'Runtime', 'Log']) await this.#send(`${domain}.enable`);
    await this.go(url);
  }

  async go(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
    await this.waitFor('document.readyState === "complete"');
  }

  /** What an expression gives in the page, as JSON. */
  async read<T>(expression: string): Promise<T> {
    const given = await this.#send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    const { result, exceptionDetails } = given as { result: { value: T }; exceptionDetails?: unknown };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }

  /** Waits until an expression is true. */
  async waitFor(expression: string, patienceMs = 15_000): Promise<void> {
    const end = Date.now() + patienceMs;
    while (!(await this.read<boolean>(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`in vain waited for ${expression}; the page says: ${await this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What a reader sees. */
  text(): Promise<string> {
    return this.read<string>('document.body.innerText');
  }

  /** Presses a key. */
  async press(key: 'Tab' | 'Enter' | 'Escape' | 'ArrowDown' | 'ArrowUp' | 'Home' | 'End'): Promise<void> {
    const codes = { Tab: 9, Enter: 13, Escape: 27, End: 35, Home: 36, ArrowUp: 38, ArrowDown: 40 };
    const what = { key, code: key, windowsVirtualKeyCode: codes[key] };
    await this.#send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      ...what,
      ...(key === 'Enter' ? { text: '\r' } : {}),
    });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...what });
  }

  /** Shows the page as on a screen of this size, in light or in dark. */
  async show(width: number, height: number, scheme: 'light' | 'dark' = 'light'): Promise<void> {
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { features });
  }

  /** The page as a PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data as string, 'base64');
  }

  #send(method: string, params: Params = {}): Promise<Params> {
    return this.#browser.send(method, params, this.#sessionId);
  }
}
