import { jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { State } from '../../src/index.js';
import { newUuid, newUuid7 } from '../../src/text/uuid.js';
import '../support/built.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('newUuid()', () => {
  // some hundred times what is fetched at once
  const made = Array.from({ length: 50_000 }, newUuid);

  it('makes UUIDs of version 4', () => {
    expect(made.filter((uuid) => !VERSION_4.test(uuid))).toEqual([]);
  });

  it('makes none twice', () => {
    expect(new Set(made).size).toBe(made.length);
  });

  it('leaves nothing else fixed: every other place takes every digit', () => {
    for (const at of Array.from(made[0]!, (_, index) => index)) {
      const seen = new Set(made.map((uuid) => uuid[at]));
      expect(seen.size).toBe([8, 13, 18, 23, 14].includes(at) ? 1 : at === 19 ? 4 : 16);
    }
  });

  it('is what new states are named by', () => {
    expect(State.running().id).toMatch(VERSION_4);
  });
});

describe('newUuid7()', () => {
  const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const millisecondOf = (uuid: string): number => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('makes UUIDs of version 7, each greater than the one before', () => {
    const made = Array.from({ length: 50_000 }, newUuid7);
    expect(made.filter((uuid) => !VERSION_7.test(uuid))).toEqual([]);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('begins with the current millisecond', () => {
    const before = Date.now();
    const made = millisecondOf(newUuid7());
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now());
  });

  /** Ids, two each, of what the clock says one after the other. */
  const at = (...times: number[]): string[] =>
    times.flatMap((time) => {
      jest.spyOn(Date, 'now').mockReturnValue(time);
      return [newUuid7(), newUuid7()];
    });

  it('rises on while the clock is set back by seconds, or says no time', () => {
    const now = Date.now();
    const made = at(now, now - 1, now - 10_000, -1, Number.NaN, Infinity, 2 ** 48, now - 0.5, now + 1);
    expect([...made].sort()).toEqual(made);
    expect(made.filter((uuid) => !VERSION_7.test(uuid))).toEqual([]);
    expect(made.map(millisecondOf)).toEqual(made.map((_uuid, i) => (i < made.length - 2 ? now : now + 1)));
  });

  it('follows a clock that is set back further, and rises from there on', () => {
    const [now, back] = [Date.now(), Date.UTC(2001, 1, 3)];
    const made = at(now + 3_600_000, now, back, back, back + 0.75, back + 1).slice(2);
    expect(made.map(millisecondOf)).toEqual([now, now, back, back, back, back, back, back, back + 1, back + 1]);
    expect([...made.slice(2)].sort()).toEqual(made.slice(2));
  });

  it('leaves its last 36 bits to chance', () => {
    const made = Array.from({ length: 5_000 }, newUuid7);
    expect(new Set(made.map((uuid) => uuid.slice(-9))).size).toBeGreaterThan(4_990);
  });
});

describe('newUuid(), elsewhere', () => {
  const THREAD = `
    import('./dist/index.js').then(({ State }) => {
      const ids = Array.from({ length: 300 }, () => State.running().id);
      require('node:worker_threads').parentPort.postMessage(ids);
    });
  `;
  const PROGRAM = `
    import('./dist/index.js').then(async ({ State }) => {
      const { Worker } = require('node:worker_threads');
      const ids = Array.from({ length: 300 }, () => State.running().id);
      const threads = [1, 2].map(() => new Worker(${JSON.stringify(THREAD)}, { eval: true }));
      const theirs = threads.map((thread) => new Promise((done) => thread.once('message', done)));
      console.log(JSON.stringify([...ids, ...(await Promise.all(theirs)).flat()]));
    });
  `;

  /** Makes ids in a process and in two threads of it, each after some were made in the main one. */
  async function idsOfProcess(): Promise<string[]> {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM], { cwd: ROOT });
    return JSON.parse(stdout) as string[];
  }

  it('makes none that another thread or process makes', async () => {
    const ids = (await Promise.all([idsOfProcess(), idsOfProcess()])).flat();
    expect(ids).toHaveLength(2 * 3 * 300);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
