/*
 * A state as a Nest team writes it today: class-transformer makes the instance and its luxon dates (which have no
 * microseconds), class-validator checks it. Decorators are applied by hand, since this file is plain JavaScript.
 */
import 'reflect-metadata';
import { instanceToPlain, plainToInstance, Expose, Transform, Type } from 'class-transformer';
import * as is from 'class-validator';
import { DateTime } from 'luxon';

import { STATE_TYPES } from './state-types.mjs';

function decorate(target, property, decorators) {
  for (const decorator of decorators) decorator(target.prototype, property);
}

const isDateTime = (options) =>
  is.ValidateBy(
    {
      name: 'isDateTime',
      validator: {
        validate: (value) => DateTime.isDateTime(value) && value.isValid,
        defaultMessage: () => '$property must be an ISO 8601 date',
      },
    },
    options,
  );

const date = () => [
  // class-transformer stumbles over a luxon value that has no type
  Type(() => String),
  Transform(({ value }) => (typeof value === 'string' ? DateTime.fromISO(value, { setZone: true }) : value), {
    toClassOnly: true,
  }),
  Transform(({ value }) => value?.toISO() ?? null, { toPlainOnly: true }),
  isDateTime(),
];

const snake = (property) => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The peer's `StateDetails`. */
export class PeerDetails {}

/** The peer's `State`. */
export class PeerState {}

const DETAILS = {
  flowRunId: [is.IsUUID()],
  taskRunId: [is.IsUUID()],
  childFlowRunId: [is.IsUUID()],
  scheduledTime: date(),
  cacheKey: [is.IsString()],
  cacheExpiration: date(),
  untrackableResult: [is.IsBoolean()],
  pauseTimeout: date(),
  pauseReschedule: [is.IsBoolean()],
  pauseKey: [is.IsString()],
  runInputKeyset: [is.IsObject()],
  refreshCache: [is.IsBoolean()],
  retriable: [is.IsBoolean()],
  transitionId: [is.IsUUID()],
  taskParametersId: [is.IsUUID()],
};

const STATE = {
  id: [is.IsUUID()],
  type: [is.IsIn(STATE_TYPES)],
  name: [is.IsString()],
  timestamp: date(),
  message: [is.IsString()],
  data: [],
  stateDetails: [Type(() => PeerDetails), is.ValidateNested()],
};

for (const [target, fields] of [
  [PeerDetails, DETAILS],
  [PeerState, STATE],
]) {
  for (const [property, decorators] of Object.entries(fields)) {
    const optional = property === 'type' ? [] : [is.IsOptional()];
    decorate(target, property, [Expose({ name: snake(property) }), ...optional, ...decorators]);
  }
}

/** Makes an instance of a wire object and gives what is wrong with it. */
export function readPeer(wire) {
  const state = plainToInstance(PeerState, wire, { excludeExtraneousValues: true });
  return { state, errors: is.validateSync(state) };
}

/** Reads a wire object, or throws. */
export function parsePeer(wire) {
  const { state, errors } = readPeer(wire);
  if (errors.length > 0) throw new Error(String(errors[0]));
  return state;
}

/** Gives the wire object of an instance. */
export const plainPeer = (state) => instanceToPlain(state);
