import { createApp } from './app.js';

const app = await createApp(process.env.DATABASE_URL ?? 'sqlite:jobs.db');
process.once('SIGTERM', () => void app.close());
console.log(`Listening on ${await app.listen({ port: Number(process.env.PORT ?? 3000) })}`);
