/*
 * What a client of Prefect 3 is told of events by. No client of ours says more of it than one filter, which it writes by hand.
 *
 * @source prefect 3.8.8, server/events/filters.py
 */
import { type DateTime } from 'luxon';

import { type CodedFault, currentDateTime, Field, type Kind, PrefectBaseModel, types } from '../../index.js';
import { onPrefect3 } from './on-prefect3.js';

/** Patterns of labels, by the names of labels. */
export type LabelPatterns = Record<string, string | string[]>;

const DAYS = 180;

/** An empty list asks for nothing. */
const TEXTS = types.list(types.string());
const LABELS = types.record(types.union([types.string(), TEXTS])) as Kind<LabelPatterns>;

class Filter extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'forbid';
}

/** When events happened. */
export class EventOccurredFilter extends Filter {
  @Field.dateTime({ default: () => currentDateTime().toUTC().startOf('day').minus({ days: DAYS }) })
  declare since: DateTime;

  @Field.dateTime({ default: currentDateTime })
  declare until: DateTime;
}

/** What events are called. */
export class EventNameFilter extends Filter {
  @Field.of(TEXTS, { default: null }) declare prefix: string[] | null;
  @Field.of(TEXTS, { default: null }) declare excludePrefix: string[] | null;
  @Field.of(TEXTS, { default: null }) declare name: string[] | null;
  @Field.of(TEXTS, { default: null }) declare excludeName: string[] | null;
}

/** Of the resource of an event, or of any that it names. */
export class EventAnyResourceFilter extends Filter {
  @Field.of(TEXTS, { default: null }) declare id: string[] | null;
  @Field.of(TEXTS, { default: null }) declare idPrefix: string[] | null;
  @Field.of(LABELS, { default: null }) declare labels: LabelPatterns | null;
}

/** Of the resource of an event. */
export class EventResourceFilter extends EventAnyResourceFilter {
  /** Of what was before, the first event of each resource. */
  @Field.bool({ default: false })
  declare distinct: boolean;
}

/** Of a resource that an event is related to. */
export class EventRelatedFilter extends Filter {
  @Field.of(TEXTS, { default: null }) declare id: string[] | null;
  @Field.of(TEXTS, { default: null }) declare role: string[] | null;

  @Field.list(TEXTS, { default: null, check: arePairs })
  declare resourcesInRoles: string[][] | null;

  @Field.of(LABELS, { default: null }) declare labels: LabelPatterns | null;
}

function arePairs(pairs: string[][]): CodedFault | null {
  return pairs.every(({ length }) => length === 2) ? null : { code: 'rule', msg: 'Expected pairs of an id and a role' };
}

class EventIdFilter extends Filter {
  @Field.list(types.uuid, { default: null })
  declare id: string[] | null;
}

class EventTextFilter extends Filter {
  @Field.string({ maxLength: 200 })
  declare query: string;
}

const RelatedKind = types.nested(() => EventRelatedFilter);
const AnyResourceKind = types.nested(() => EventAnyResourceFilter);

/** Which events. What it says is asked together; so are the members of a list. */
export class EventFilter extends Filter {
  @Field.nested(() => EventOccurredFilter, { default: () => new EventOccurredFilter({}) })
  declare occurred: EventOccurredFilter;

  @Field.nested(() => EventNameFilter, { default: null })
  declare event: EventNameFilter | null;

  @Field.nested(() => EventResourceFilter, { default: null })
  declare resource: EventResourceFilter | null;

  @Field.union([RelatedKind, types.list(RelatedKind)], { default: null })
  declare related: EventRelatedFilter | EventRelatedFilter[] | null;

  @Field.union([AnyResourceKind, types.list(AnyResourceKind)], { default: null })
  declare anyResource: EventAnyResourceFilter | EventAnyResourceFilter[] | null;

  @Field.nested(() => EventIdFilter, { default: () => new EventIdFilter({}) })
  declare id: EventIdFilter;

  @Field.nested(() => EventTextFilter, { default: null })
  declare text: EventTextFilter | null;

  /** Checked, and not looked at: what was before comes first. */
  @Field.literal(['ASC', 'DESC'], { default: 'DESC' })
  declare order: 'ASC' | 'DESC';
}
