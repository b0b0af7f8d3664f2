import { type DateTime } from 'luxon';

import { type CodedFault, Field, type JsonOf, type Kind, types, PrefectBaseModel } from '../../index.js';
import { INVALID, kindFor, perWire } from '../../inner.js';
import { onPrefect3 } from './on-prefect3.js';
import { TaskRunCreate } from './task-run.js';

/** Something that an event tells of: labels by their names. */
export type Resource = Record<string, string>;

const ID = 'prefect.resource.id';
const ROLE = 'prefect.resource.role';
const MOST_LABELS = 500;
const MOST_RELATED = 100;
const LONGEST_NAME = 1024;

/** What is wrong with labels; null for those of a resource. */
type ResourceFault = (resource: Resource) => string | null;

/** @source prefect 3.8.8, server/events/schemas/events.py, `Resource` */
function resourceFault(resource: Resource): string | null {
  if (Object.keys(resource).length > MOST_LABELS) return `The maximum number of labels per resource is ${MOST_LABELS}`;
  return labelFault(resource, ID, 'Resources');
}

/** @source prefect 3.8.8, server/events/schemas/events.py, `RelatedResource` */
function relatedFault(resource: Resource): string | null {
  return resourceFault(resource) ?? labelFault(resource, ROLE, 'Related Resources');
}

function labelFault(resource: Resource, label: string, whose: string): string | null {
  if (!Object.hasOwn(resource, label)) return `${whose} must include the ${label} label`;
  return resource[label] === '' ? `The ${label} label must be non-empty` : null;
}

function resourceOf(faultOf: ResourceFault): Kind<Resource> {
  return perWire((wire) => {
    const texts = kindFor(types.record(types.string()), wire);
    return {
      ...texts,
      is: (value): value is Resource => texts.is(value) && faultOf(value) === null,
      accept(value, naming) {
        const read = texts.accept(value, naming);
        return read === INVALID || faultOf(read) !== null ? INVALID : read;
      },
      interpret(value, faults, naming) {
        const read = texts.interpret(value, faults, naming);
        if (read === INVALID) return read;
        const msg = faultOf(read);
        return msg === null ? read : faults.add({ code: 'rule', msg });
      },
    };
  });
}

function nameLength(name: string): CodedFault | null {
  if (name.length <= LONGEST_NAME || Array.from(name).length <= LONGEST_NAME) return null;
  return { code: 'rule', msg: `Event name must be at most ${LONGEST_NAME} characters` };
}

function relatedCount({ length }: Resource[]): CodedFault | null {
  if (length <= MOST_RELATED) return null;
  return { code: 'rule', msg: `The maximum number of related resources is ${MOST_RELATED}` };
}

/** What a client of Prefect 3 tells of: that something happened to a resource. @source prefect 3.8.8, server/events/schemas/events.py, `Event` */
export class Event extends onPrefect3(PrefectBaseModel) {
  @Field.dateTime({ description: "When the event happened from the sender's perspective" })
  declare occurred: DateTime;

  @Field.string({
    description: 'The name of the event that happened',
    check: nameLength,
  })
  declare event: string;

  @Field.of(resourceOf(resourceFault), { description: 'The primary Resource this event concerns' })
  declare resource: Resource;

  @Field.list(resourceOf(relatedFault), {
    default: () => [],
    description: 'A list of additional Resources involved in this event',
    check: relatedCount,
  })
  declare related: Resource[];

  @Field.record(types.json, {
    default: () => ({}),
    description: 'An open-ended set of data describing what happened',
  })
  declare payload: Record<string, unknown>;

  @Field.uuid({ description: 'The client-provided identifier of this event' })
  declare id: string;

  @Field.uuid({ default: null, description: 'An event that is known to have occurred before this one' })
  declare follows: string | null;

  /** The id of what the event is about, as its text says it; null when it is of another kind, such as `prefect.flow-run`. */
  objectId(kind: string): string | null {
    return idIn(this.resource, kind);
  }

  /** The id of the first related resource in a role. @returns null for one of another kind; undefined when there is none */
  relatedId(role: string, kind: string): string | null | undefined {
    const found = this.related.find((resource) => resource[ROLE] === role);
    return found && idIn(found, kind);
  }
}

function idIn(resource: Resource, kind: string): string | null {
  const id = resource[ID]!;
  return id.startsWith(`${kind}.`) ? id.slice(kind.length + 1) : null;
}

/** The wire object of an {@link Event}. */
export type EventJson = JsonOf<Event>;

/**
 * What an event says of the task run that it is about. Only what is said counts: see `excludeUnset`.
 *
 * @source prefect 3.8.8, server/schemas/core.py, `TaskRun`
 */
export class TaskRunOfEvent extends TaskRunCreate {
  @Field.int({ default: 0 })
  declare runCount: number;

  @Field.int({ default: 0 })
  declare flowRunRunCount: number;

  @Field.dateTime({ default: null })
  declare expectedStartTime: DateTime | null;

  @Field.dateTime({ default: null })
  declare nextScheduledStartTime: DateTime | null;

  @Field.dateTime({ default: null })
  declare startTime: DateTime | null;

  @Field.dateTime({ default: null })
  declare endTime: DateTime | null;

  /** Seconds. */
  @Field.float({ default: 0 })
  declare totalRunTime: number;
}
