/*
 * How a backend takes events of task runs, one backend after another:
 *
 *     node spec/bench/server/events.mjs [--events COUNT] [--sockets COUNT] API [API ...]
 *
 * An API is an address such as `http://127.0.0.1:4200/v3/api`, with `#PID` behind it where its memory is to be measured. Of a server
 * of Prefect it is `http://127.0.0.1:4200/api`. It prints a line of JSON for each.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { WebSocket } from 'ws';

import { memoryOf } from './memory.mjs';

/** Of every hundred. */
const BAD = 1;
const TWICE = 5;

/** Not more than these wait in the process that sends. */
const MOST_UNSENT = 4 * 1024 ** 2;

/** How many events are followed to their rows, one at a time, and how many are sent at once. */
const ONE_AT_A_TIME = 101;
const BURST = 2000;

/** Longer than this no backend is waited for. */
const LONGEST_MS = 300_000;

/** The text of an event; a bad one tells of a flow run that there is not. */
export function eventText(run, { isBad = false, at = Date.now() } = {}) {
  const flow = { 'prefect.resource.id': `prefect.flow-run.${randomUUID()}`, 'prefect.resource.role': 'flow-run' };
  return JSON.stringify({
    id: randomUUID(),
    occurred: new Date(at).toISOString(),
    event: 'prefect.task-run.Running',
    resource: { 'prefect.resource.id': `prefect.task-run.${run}`, 'prefect.orchestration': 'client' },
    related: isBad ? [flow] : [],
    payload: {
      intended: { from: null, to: 'RUNNING' },
      initial_state: null,
      validated_state: { type: 'RUNNING', name: 'Running', message: '', state_details: {}, data: null },
      task_run: { name: 't', task_key: 'bench', dynamic_key: run, run_count: 1, tags: [], labels: {} },
    },
  });
}

/** Opens a socket that may send events. */
export async function openEvents(api) {
  const socket = new WebSocket(`${api.replace(/^http/, 'ws')}/events/in`, ['prefect']);
  await once(socket, 'open');
  socket.send('{"type":"auth","token":null}');
  await once(socket, 'message');
  return socket;
}

/** Waits for the pong to a ping. */
export async function ping(socket) {
  socket.ping();
  await once(socket, 'pong');
}

/**
 * Sends events by several sockets at once, each of three states of one run, mixed, some twice and some bad, and a ping behind every
 * 700, as clients do.
 *
 * @returns how many events were sent, and of how many task runs
 */
export async function flood(api, { events, sockets, onPing = () => undefined }) {
  const texts = [];
  const runs = new Set();
  const start = Date.now() - events;
  while (texts.length < events) {
    const run = randomUUID();
    const isBad = Math.random() * 100 < BAD;
    if (!isBad) runs.add(run);
    for (let i = 0; i < 3; i += 1) {
      const text = eventText(run, { isBad, at: start + texts.length });
      texts.push(text);
      if (Math.random() * 100 < TWICE) texts.push(text);
    }
  }
  texts.sort(() => Math.random() - 0.5);
  const open = await Promise.all(Array.from({ length: sockets }, () => openEvents(api)));
  await Promise.all(
    open.map(async (socket, i) => {
      for (let at = i, sent = 1; at < texts.length; at += sockets, sent += 1) {
        socket.send(texts[at]);
        if (sent % 700 === 0) {
          await ping(socket);
          onPing();
        }
        while (socket.bufferedAmount > MOST_UNSENT) await pause(1);
      }
      await ping(socket);
      onPing();
    }),
  );
  for (const socket of open) socket.close(1000);
  return { sent: texts.length, runs: runs.size };
}

/** Asks again and again, by one connection and without a pause, until a task run is there. */
async function untilThere(api, agent, run) {
  for (;;) {
    const [response] = await once(get(`${api}/task_runs/${run}`, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    if (response.statusCode === 200) return;
  }
}

/** Milliseconds from an event to its row: the median of many, one at a time, and of each event of a burst. */
async function latencyOf(api) {
  const socket = await openEvents(api);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = async (count) => {
    const texts = Array.from({ length: count }, () => randomUUID()).map((run) => ({ run, text: eventText(run) }));
    const start = performance.now();
    for (const { text } of texts) socket.send(text);
    await untilThere(api, agent, texts.at(-1).run);
    return performance.now() - start;
  };
  const times = [];
  for (let i = 0; i < ONE_AT_A_TIME; i += 1) times.push(await send(1));
  const burst = await send(BURST);
  agent.destroy();
  socket.close(1000);
  const median = times.sort((a, b) => a - b)[Math.floor(ONE_AT_A_TIME / 2)];
  return { alone: Number(median.toFixed(1)), inBurst: Number((burst / BURST).toFixed(2)) };
}

/** How many task runs there are. */
export async function countOf(api) {
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    const answer = await fetch(`${api}/task_runs/count`, { method: 'POST', headers, body: '{}' });
    // Prefect's own answers 503 while its database is busy
    if (answer.ok) return Number(await answer.text());
    await pause(100);
  }
}

/** Measures one backend. */
async function measure(given, { events, sockets }) {
  const [api, pid] = given.split('#');
  const latency = await latencyOf(api);
  const memory = [];
  const look = () => {
    if (pid !== undefined) memory.push(Math.round(memoryOf([pid]).now / 1024 ** 2));
  };
  look();
  const before = await countOf(api);
  const began = performance.now();
  const { sent, runs } = await flood(api, { events, sockets, onPing: look });
  const confirmed = performance.now() - began;
  while ((await countOf(api)) < before + runs && performance.now() - began < LONGEST_MS) await pause(100);
  const kept = performance.now() - began;
  const quarter = (i) => memory[Math.min(Math.floor((memory.length * i) / 4), memory.length - 1)];
  return {
    api,
    millisToRow: latency,
    events: sent,
    perSecond: { confirmed: Math.round((sent / confirmed) * 1000), kept: Math.round((sent / kept) * 1000) },
    isAllKept: (await countOf(api)) === before + runs,
    ...(memory.length > 0 && { megabytes: [0, 1, 2, 3, 4].map(quarter) }),
  };
}

if (import.meta.filename === process.argv[1]) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { events: { type: 'string', default: '100000' }, sockets: { type: 'string', default: '8' } },
  });
  const counts = { events: Number(values.events), sockets: Number(values.sockets) };
  for (const api of positionals) process.stdout.write(`${JSON.stringify(await measure(api, counts))}\n`);
}
