import 'reflect-metadata';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { describe } from './describe.js';

const app = await NestFactory.create(AppModule, { logger: false });
after(() => app.close());
const { paths, components } = describe(app);

function schemaOf(path: string, method: 'get' | 'post', status: number): unknown {
  const answer = paths[path]?.[method]?.responses?.[status] as { content?: Record<string, { schema?: unknown }> };
  return answer.content?.['application/json']?.schema;
}

test('routes are described by the plugin', () => {
  assert.deepEqual(schemaOf('/jobs', 'post', 201), { $ref: '#/components/schemas/Job' });
  assert.deepEqual(schemaOf('/jobs/states', 'get', 200), {
    type: 'array',
    items: { $ref: '#/components/schemas/State' },
  });
});

test('models are described by their fields, under the names of the wire', () => {
  const { Job, State } = components!.schemas as Record<string, { properties: Record<string, object> }>;
  assert.deepEqual(Job!.properties.name, { type: 'string', description: 'What is to be done' });
  assert.deepEqual(Object.keys(Job!.properties), ['name', 'retries', 'state']);
  assert.ok('state_details' in State!.properties);
});
