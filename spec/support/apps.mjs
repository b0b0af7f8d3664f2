/*
 * Backends of dist, as many as are asked for in this one process, for specs that only call them: to start a process takes
 * longer than most of those do. `POST /` with settings starts one and gives its address, `DELETE /` with an address ends it.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { readConfig } from '../../dist/server/config.js';
import { createApp } from '../../dist/server/create-app.js';

const apps = new Map();

async function start(settings) {
  const config = readConfig(settings);
  const app = await createApp({ ...config, logLevel: 'fatal' });
  await app.listen(0, config.host);
  const url = `http://127.0.0.1:${app.getHttpServer().address().port}/api`;
  apps.set(url, app);
  return url;
}

async function end(url) {
  const app = apps.get(url);
  apps.delete(url);
  await app.close();
}

const desk = createServer((request, response) => {
  // a spec that was busy for five seconds would ask again on a connection that was just closed
  response.setHeader('connection', 'close');
  const act = (body) => (request.method === 'POST' ? start(JSON.parse(body)) : end(body));
  text(request)
    .then(act)
    .then(
      (answer) => response.end(answer),
      (error) => response.writeHead(500).end(String(error)),
    );
});
desk.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${desk.address().port}`));
process.once('disconnect', () => process.exit());
