/* Sends the same requests on many connections, and tells how they were answered. */
import autocannon from 'autocannon';

import { CONNECTIONS } from './work.mjs';

/**
 * How requests were answered.
 *
 * @typedef {object} Load
 * @property {number} perSecond answered with 2xx
 * @property {number} mean milliseconds of all answers
 * @property {number} p99
 * @property {number} answered with 2xx, in all
 * @property {number} failed with another status, or not
 */

/**
 * Asks for some seconds.
 *
 * @param {readonly string[]} urls the connections are dealt out among them
 * @param {readonly object[]} requests one for each connection, which sends it over and over
 * @returns {Promise<Load>}
 */
export async function load(urls, requests, seconds) {
  let next = 0;
  // autocannon's own histogram holds whole milliseconds only
  const times = [];
  const running = autocannon({
    url: urls.map((url) => new URL(url).origin),
    connections: CONNECTIONS,
    duration: seconds,
    timeout: 120,
    setupClient: (client) => {
      client.setRequests([requests[next]]);
      next += 1;
    },
  });
  running.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const { '2xx': answered, non2xx, errors, duration } = await running;
  times.sort((left, right) => left - right);
  return {
    perSecond: answered / duration,
    mean: times.reduce((sum, each) => sum + each, 0) / times.length,
    p99: times[Math.ceil(times.length * 0.99) - 1],
    answered,
    failed: non2xx + errors,
  };
}
