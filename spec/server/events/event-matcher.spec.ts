/* Which events a filter takes; the words of patterns and of searches were asked of Prefect 3.8.8, too. */
import { randomUUID } from 'node:crypto';

import { Event, v3 } from '../../../src/api/index.js';
import { matcherOf } from '../../../src/server/events/event-matcher.js';
import { globOf } from '../../../src/server/events/glob.js';

const ID = randomUUID();
const event = Event.parse({
  id: ID,
  occurred: '2026-01-02T03:04:05.000007Z',
  event: 'prefect.flow-run.Completed',
  resource: { 'prefect.resource.id': 'prefect.flow-run.1', 'prefect.resource.name': 'Brisk otters', size: 'xl' },
  related: [
    { 'prefect.resource.id': 'prefect.flow.2', 'prefect.resource.role': 'flow', team: 'a-b' },
    { 'prefect.resource.id': 'prefect.tag.t', 'prefect.resource.role': 'tag' },
  ],
  payload: { told: ['It is done'] },
});
const ALWAYS = { occurred: { since: '2020-01-01T00:00:00Z', until: '2030-01-01T00:00:00Z' } };

describe('matcherOf', () => {
  it.each<[object, boolean]>([
    [{}, true],
    [{ occurred: { since: '2026-01-02T03:04:05.000007Z', until: '2026-01-02T03:04:05.000007Z' } }, true],
    [{ occurred: { since: '2026-01-02T03:04:05.000008Z', until: '2030-01-01T00:00:00Z' } }, false],
    [{ occurred: { since: '2020-01-01T00:00:00Z', until: '2026-01-02T03:04:05.000006Z' } }, false],
    [{ event: { prefix: ['x', 'prefect.flow-run'] } }, true],
    [{ event: { prefix: ['flow-run'] } }, false],
    [{ event: { prefix: [] } }, true],
    [{ event: { exclude_prefix: ['prefect.'] } }, false],
    [{ event: { name: ['prefect.flow-run.Completed'] } }, true],
    [{ event: { name: ['prefect.flow-run.Complete'] } }, false],
    [{ event: { exclude_name: ['prefect.flow-run.Completed'] } }, false],
    [{ event: { prefix: ['prefect.'], exclude_name: ['prefect.flow-run.Failed'] } }, true],
    [{ resource: { id: ['prefect.flow-run.1'] } }, true],
    [{ resource: { id: ['prefect.flow.2'] } }, false],
    [{ resource: { id_prefix: ['prefect.flow.', 'prefect.flow-run.'] } }, true],
    [{ resource: { labels: { size: 'x*' } } }, true],
    [{ resource: { labels: { size: ['s', 'xl'] } } }, true],
    [{ resource: { labels: { size: [] } } }, false],
    [{ resource: { labels: { size: '!xl' } } }, false],
    [{ resource: { labels: { nope: '*' } } }, false],
    [{ resource: { labels: { nope: '!x' } } }, false],
    [{ resource: { distinct: true } }, true],
    [{ related: { id: ['prefect.flow.2'] } }, true],
    [{ related: { id: ['prefect.flow-run.1'] } }, false],
    [{ related: {} }, true],
    [{ related: { id: ['prefect.flow.2'], role: ['tag'] } }, false],
    [{ related: [{ id: ['prefect.flow.2'] }, { role: ['tag'] }] }, true],
    [{ related: [{ id: ['prefect.flow.2'] }, { role: ['creator'] }] }, false],
    [{ related: { resources_in_roles: [['prefect.flow.2', 'flow']] } }, true],
    [{ related: { resources_in_roles: [['prefect.flow.2', 'tag']] } }, false],
    [{ related: { labels: { team: 'a-?' } } }, true],
    [{ any_resource: { id: ['prefect.flow-run.1'] } }, true],
    [{ any_resource: { id: ['prefect.tag.t'] } }, true],
    [{ any_resource: { id_prefix: ['prefect.work'] } }, false],
    [{ any_resource: [{ labels: { team: '*' } }, { labels: { size: '*' } }] }, true],
    [{ any_resource: { id: ['prefect.flow.2'], labels: { size: '*' } } }, false],
    [{ id: { id: [ID] } }, true],
    [{ id: { id: [randomUUID()] } }, false],
    [{ id: { id: [] } }, true],
    [{ text: { query: 'nope OTTERS' } }, true],
    [{ text: { query: '"brisk otters" -failed' } }, true],
    [{ text: { query: 'otters -done' } }, false],
    [{ text: { query: '+otters +nope' } }, false],
    [{ text: { query: '"is done"' } }, true],
    [{ text: { query: ' ' } }, true],
    [{ event: { prefix: ['prefect.'] }, id: { id: [randomUUID()] } }, false],
    [{ order: 'ASC' }, true],
  ])('%j: %s', (filter, isTaken) => {
    expect(matcherOf(v3.EventFilter.parse({ ...ALWAYS, ...filter }))(event)).toBe(isTaken);
  });

  it('takes no event of later than when it was asked, and none of long ago, where no time is said', () => {
    const matches = matcherOf(v3.EventFilter.parse({}));
    const at = (millis: number): Event =>
      Event.parse({ ...(event.toJSON() as object), occurred: new Date(Date.now() + millis).toISOString() });
    expect([matches(at(-1000)), matches(at(60_000)), matches(at(-200 * 24 * 3600 * 1000))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('globOf', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['a', 'a', true],
    ['a', 'A', false],
    ['*', 'anything\nat all', true],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abced', false],
    ['a*bc', 'abcbc', true],
    ['a.c', 'abc', false],
    ['?', '𝒳', true],
    ['[a-c]', 'b', true],
    ['[!a-c]', 'b', false],
    ['[]x]', ']', true],
    ['[!]]', ']', false],
    ['[', '[', true],
    ['[]', '[]', true],
    ['[c-a]', 'b', false],
    ['[^a]', '^', true],
    ['!a*', 'abc', false],
    ['!a*', 'b', true],
  ])('%j takes %j: %s', (pattern, text, isTaken) => {
    expect(globOf(pattern)(text)).toBe(isTaken);
  });

  it('is not held up by a pattern that could be tried in very many ways', () => {
    const start = performance.now();
    expect(globOf(`${'*a'.repeat(2000)}*b`)('a'.repeat(100_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
