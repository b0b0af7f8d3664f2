import { versionRoute } from '../../api/index.js';
import { ClientOptionsError } from '../errors.js';
import { isCloud } from '../options.js';
import { type Requests } from '../requests.js';
import { type prefect2 } from './prefect2.js';
import { type prefect3 } from './prefect3.js';
import { type ClientWire } from './wire.js';

/** A wire that a server may speak. */
export type AnyWire = typeof prefect2 | typeof prefect3;

/**
 * The wire that a server speaks, which is asked for its version; Prefect's Cloud speaks that of Prefect 3.
 *
 * @param wires - what the caller speaks; who writes JavaScript may leave them out
 * @throws {@link ClientOptionsError} for a server of another version
 */
export async function wireAt<W extends ClientWire>(requests: Requests, wires: readonly W[] | undefined): Promise<W> {
  if (wires === undefined) throw ClientOptionsError.noWire('wires');
  const version = isCloud(requests.connection.apiUrl) ? '3' : await requests.send(versionRoute, {});
  const wire = wires.find((each) => String(each.version) === version.split('.')[0]);
  if (wire === undefined) throw ClientOptionsError.unknownVersion(version, wires);
  return wire;
}
