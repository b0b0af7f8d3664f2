/*
 * A mount is one wire at an address: what differs between Prefect 2's routes and Prefect 3's, said once. Both stand over one
 * database. Controllers are made for a mount, and ask nothing else which it is.
 */
import { type CanActivate, type PipeTransform } from '@nestjs/common';

import { InvalidRequest, prefect2Routes, prefect3Routes, type RouteModel, v3 } from '../api/index.js';
import { State, type StateClass } from '../index.js';
import { UuidPipe } from '../nest/index.js';
import { type Policies, PREFECT_2_POLICIES, PREFECT_3_POLICIES } from '../transitions/index.js';
import { State as State3 } from '../v3/index.js';
import { PLAIN_PATH, pathOf, type PrefectApi } from './addresses.js';
import { AddressIdGuard } from './address-id.guard.js';
import { AddressIdPipe } from './address-id.pipe.js';
import { type Config } from './config.js';

/** The routes that both wires have. */
export type SharedRoutes = Omit<typeof prefect2Routes, 'blocks'>;

/** One wire at an address. */
export interface Mount {
  /** The major version of Prefect. */
  readonly major: PrefectApi;
  /** The version of Prefect whose API this is; clients compare it with their own. */
  readonly version: string;
  /** Where its routes are, without slashes around; the first is its own. */
  readonly paths: readonly [own: string, ...others: string[]];
  readonly routes: SharedRoutes;
  /** The class that states are read and answered as; in its wire's words faults are told. */
  readonly stateClass: StateClass;
  /** The rules that proposed states go by. */
  readonly policies: Policies;
  /** Reads an id in a path. */
  readonly id: PipeTransform<unknown, string>;
  /** What looks at a request before its parts are read. */
  readonly guards: readonly CanActivate[];
  /** What is answered to a request that is not what a route asks for. */
  readonly invalidRequest: RouteModel;
  /** Injects what its routes read and write by: a {@link Store}. */
  readonly store: symbol;
}

/** The mount of Prefect 2. */
const PREFECT_2 = {
  major: '2',
  version: '2.20.25',
  routes: prefect2Routes,
  stateClass: State,
  policies: PREFECT_2_POLICIES,
  id: new UuidPipe(),
  guards: [],
  invalidRequest: InvalidRequest,
  store: Symbol('store of Prefect 2'),
} as const satisfies Omit<Mount, 'paths'>;

const PREFECT_3_ROUTES = { ...prefect3Routes, taskWorkers: v3.taskWorkerRoutes };

/** The mount of Prefect 3. */
const PREFECT_3 = {
  major: '3',
  version: '3.8.8',
  routes: PREFECT_3_ROUTES,
  stateClass: State3,
  policies: PREFECT_3_POLICIES,
  id: new AddressIdPipe(),
  guards: [new AddressIdGuard()],
  invalidRequest: v3.InvalidRequest,
  store: Symbol('store of Prefect 3'),
} as const satisfies Omit<Mount, 'paths'>;

/** Both mounts, that of Prefect 2 first. */
export function mountsFor({ prefectApi }: Pick<Config, 'prefectApi'>): readonly [Mount, Mount] {
  const at = (mount: Omit<Mount, 'paths'>): Mount => ({
    ...mount,
    paths: [pathOf(mount.major), ...(mount.major === prefectApi ? [PLAIN_PATH] : [])],
  });
  return [at(PREFECT_2), at(PREFECT_3)];
}
