/*
 * The package in a real browser: what a page's bundle holds, with and without the right to generate code. Only the whole
 * package, which the condition `class-validator` takes, generates any.
 */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { bundle } from '../support/bundle.js';
import { recordedStates } from '../support/fixtures.js';

const PROGRAM = `
  import { Field, isCompiled, microsecondOf, PrefectBaseModel, SecretString, sourceOf, State, ValidationError } from 'prefect-states';
  import { decide } from 'prefect-states/transitions';
  import { MinLength } from 'class-validator';

  class Named extends PrefectBaseModel {
    @MinLength(3) @Field.string() declare name: string;
  }
  function messageOf(run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      return (error as Error).message;
    }
  }
  export const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));
  const state = State.parse({ type: 'RUNNING', timestamp: '2026-11-23T16:37:01.243753Z' });
  export const isGenerated = isCompiled(State);
  export const source = sourceOf(State);
  export const rewrite = (text: string) => State.parseJson(text).json();
  export const refused = State.safeParse({ type: 'DONE', state_details: { retriable: 'perhaps' } }).error;
  export const isValidationError = refused instanceof ValidationError;
  export const places = refused?.issues.map(({ loc, msg }) => [loc.join('.'), msg]);
  export const microsecond = microsecondOf(state.timestamp);
  export const masked = State.completed({ data: { token: new SecretString('s3cr3t') } }).json();
  export const ids = [state.id, State.running().id];
  export const rules = messageOf(() => Named.parse({ name: 'ab' }));
  export const schema = messageOf(() => State.jsonSchema());
  export const hasRules = typeof decide;`;

const POLICIES = { with: "script-src 'self' 'unsafe-eval'", without: "script-src 'self'" };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

inBrowser('prefect-states in a browser', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    const [lean, whole] = await Promise.all([bundle(PROGRAM), bundle(PROGRAM, { conditions: ['class-validator'] })]);
    server = createServer(({ url = '' }, response) => {
      const [, policy, file] = /^\/(with|without)\/(.*)/.exec(url) ?? [];
      if (policy === undefined) return response.writeHead(404).end();
      response.setHeader('content-security-policy', POLICIES[policy as keyof typeof POLICIES]);
      if (file !== '' && file !== 'whole') {
        return response.setHeader('content-type', 'text/javascript').end(file === 'whole.js' ? whole : lean);
      }
      return response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>page</title><script src="${file === 'whole' ? 'whole' : 'lean'}.js"></script>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = Browser.start(findBrowser()!);
  });
  afterAll(async () => {
    await browser.stop();
    server.close();
    server.closeAllConnections();
  });

  const open = (path: string): Promise<Page> =>
    browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`);

  describe.each([
    ['with', true],
    ['without', false],
  ])('%s unsafe-eval', (policy, mayGenerate) => {
    let page: Page;
    beforeAll(async () => {
      page = await open(`${policy}/`);
    });

    it('interprets, and does not ask whether it may compile', async () => {
      expect(await page.read('[page.isGenerated, page.source]')).toEqual([false, null]);
      expect(await page.read('page.violations')).toEqual([]);
      expect(page.faults).toEqual([]);
    });

    it.each(['2.20.25', '3.8.8'] as const)('reads the states recorded from %s as Node does', async (version) => {
      const { State } = await import('../../src/index.js');
      const texts = recordedStates(version).map((state) => JSON.stringify(state));
      const written = await page.read(`${JSON.stringify(texts)}.map(page.rewrite)`);
      expect(texts.length).toBeGreaterThan(10);
      expect(written).toEqual(version === '2.20.25' ? texts : texts.map((text) => State.parseJson(text).json()));
    });

    it('tells what is wrong with a value', async () => {
      expect(await page.read('page.isValidationError')).toBe(true);
      expect(await page.read('page.places')).toEqual([
        ['type', expect.stringContaining('value is not a valid enumeration member')],
        ['state_details.retriable', 'value could not be parsed to a boolean'],
      ]);
    });

    it('keeps microseconds, masks secrets and names what is new', async () => {
      expect(await page.read('page.microsecond')).toBe(243_753);
      expect(await page.read('page.masked')).toMatch(/"token":"\*{10}"/);
      const [one, other] = await page.read<[string, string]>('page.ids');
      expect([one, other]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
      expect(one).not.toBe(other);
      expect(await page.read('page.hasRules')).toBe('function');
    });

    it('refuses a class with rules of class-validator, which is not in the bundle', async () => {
      expect(await page.read('page.rules')).toMatch(/^Named is not a model:\n- name: rules of class-validator are not/);
    });

    it('says where JSON Schemas are made, which are not in the bundle', async () => {
      expect(await page.read('page.schema')).toMatch(/jsonSchema\(\): is not in the bundle for browsers/);
      const whole = await open(`${policy}/whole`);
      expect(await whole.read('page.schema')).toMatchObject({ title: 'State', type: 'object' });
    });

    it("asks those rules where the bundle is made with the condition 'class-validator'", async () => {
      const whole = await open(`${policy}/whole`);
      expect(await whole.read('page.rules')).toContain('name must be longer than or equal to 3 characters');
    });

    it(`${mayGenerate ? 'compiles' : 'interprets, having asked once,'} with that condition`, async () => {
      const whole = await open(`${policy}/whole`);
      expect(await whole.read('page.isGenerated')).toBe(mayGenerate);
      await whole.waitFor(`page.violations.length >= ${mayGenerate ? 0 : 1}`);
      expect(await whole.read('page.violations')).toEqual(mayGenerate ? [] : ['eval']);
      expect(whole.faults).toEqual([]);
    });
  });
});
