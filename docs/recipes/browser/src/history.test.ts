import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { addMicroseconds, State } from 'prefect-states';
import { findBrowser } from './find-browser.js';
import { createStub } from './server.js';

const executablePath = findBrowser();
const skip = executablePath === undefined && 'no Chrome or Chromium is found, and CHROME_PATH names none';

test('the page shows the states of a run as they come, to the microsecond', { skip }, async (t) => {
  const runId = randomUUID();
  const running = State.running({ timestamp: '2026-11-23T16:37:01.243753Z', message: 'at work' });
  const states: State[] = [State.pending({ timestamp: '2026-11-23T16:37:00Z' }), running];
  const server = createStub(runId, states).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await chromium.launch({ executablePath });
  t.after(async () => {
    await browser.close();
    server.close();
    server.closeAllConnections();
  });

  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?run=${runId}`);
  const lines = page.locator('#history li');
  await lines.nth(1).waitFor();
  assert.match(await lines.nth(1).innerText(), /Running: at work$/);
  assert.equal(await lines.nth(1).locator('time').getAttribute('datetime'), '2026-11-23T16:37:01.243753+00:00');

  states.push(State.completed({ timestamp: addMicroseconds(running.timestamp, 1) }));
  await page.getByText('The run has ended.').waitFor();
  assert.equal(await lines.count(), 3);
});
