/* Whether a filter takes an event. @source prefect 3.8.8, server/events/filters.py, `includes` */
import { type Event, type Resource, type v3 } from '../../api/index.js';
import { compareDateTimes } from '../../index.js';
import { globOf } from './glob.js';
import { textSearchOf } from './text-search.js';

type Matches<T> = (value: T) => boolean;

/** Makes what tells whether a filter takes an event: all that it asks for must hold, and nothing is asked for by an empty list. */
export function matcherOf(filter: v3.EventFilter): Matches<Event> {
  const { occurred, event, resource, related, anyResource, id, text } = filter;
  return all<Event>([
    ({ occurred: at }) => compareDateTimes(at, occurred.since) >= 0 && compareDateTimes(at, occurred.until) <= 0,
    ...(event === null ? [] : namesOf(event)),
    ...(resource === null ? [] : [on((each: Event) => each.resource, resourceOf(resource))]),
    ...listOf(related).map(relatedOf),
    ...listOf(anyResource).map((one) => {
      const matches = resourceOf(one);
      return (each: Event) => [each.resource, ...each.related].some(matches);
    }),
    ...among(id.id, (ids) => (each: Event) => ids.includes(each.id)),
    ...(text === null ? [] : [textSearchOf(text.query)]),
  ]);
}

function namesOf({ prefix, excludePrefix, name, excludeName }: v3.EventNameFilter): Matches<Event>[] {
  return [
    ...among(prefix, beginsWithOneOf),
    ...among(excludePrefix, (prefixes) => not(beginsWithOneOf(prefixes))),
    ...among(name, isOneOf),
    ...among(excludeName, (names) => not(isOneOf(names))),
  ];
}

function beginsWithOneOf(prefixes: readonly string[]): Matches<Event> {
  return ({ event }) => prefixes.some((prefix) => event.startsWith(prefix));
}

function isOneOf(names: readonly string[]): Matches<Event> {
  return ({ event }) => names.includes(event);
}

function resourceOf({ id, idPrefix, labels }: v3.EventAnyResourceFilter): Matches<Resource> {
  return all([
    ...idsOf(id),
    ...among(idPrefix, (prefixes) => (each: Resource) => prefixes.some((prefix) => idOf(each).startsWith(prefix))),
    ...labelsOf(labels),
  ]);
}

/** One of the related resources must be all that is asked for. The reference asks so for what was before, and not for what comes. */
function relatedOf({ id, role, resourcesInRoles, labels }: v3.EventRelatedFilter): Matches<Event> {
  const asked: Matches<Resource>[] = [
    ...idsOf(id),
    ...among(role, (roles) => (each: Resource) => roles.includes(roleOf(each))),
    ...among(
      resourcesInRoles,
      (pairs) => (each: Resource) => pairs.some(([one, its]) => idOf(each) === one && roleOf(each) === its),
    ),
    ...labelsOf(labels),
  ];
  return (event) => asked.length === 0 || event.related.some(all(asked));
}

function idsOf(ids: readonly string[] | null): Matches<Resource>[] {
  return among(ids, (each) => (resource: Resource) => each.includes(idOf(resource)));
}

function labelsOf(labels: v3.LabelPatterns | null): Matches<Resource>[] {
  return Object.entries(labels ?? {}).map(([label, patterns]) => {
    const globs = listOf(patterns).map(globOf);
    return (resource: Resource) => Object.hasOwn(resource, label) && globs.some((glob) => glob(resource[label]!));
  });
}

const idOf = (resource: Resource): string => resource['prefect.resource.id']!;
const roleOf = (resource: Resource): string => resource['prefect.resource.role']!;

function listOf<T>(value: T | readonly T[] | null): readonly T[] {
  return value === null ? [] : ([value].flat() as T[]);
}

/** What is asked of a list; nothing, where it is empty or not there. */
function among<T, M>(values: readonly T[] | null, ask: (values: readonly T[]) => M): M[] {
  return values === null || values.length === 0 ? [] : [ask(values)];
}

function on<T, U>(partOf: (value: T) => U, matches: Matches<U>): Matches<T> {
  return (value) => matches(partOf(value));
}

function not<T>(matches: Matches<T>): Matches<T> {
  return (value) => !matches(value);
}

function all<T>(asked: readonly Matches<T>[]): Matches<T> {
  return (value) => asked.every((matches) => matches(value));
}
