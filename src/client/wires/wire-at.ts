import { versionRoute } from '../../api/index.js';
import { ClientOptionsError } from '../errors.js';
import { isCloud } from '../options.js';
import { type Requests } from '../requests.js';
import { type prefect2 } from './prefect2.js';
import { type prefect3 } from './prefect3.js';

/** A wire that a server may speak. */
export type AnyWire = typeof prefect2 | typeof prefect3;

/**
 * Loads the wire that a server speaks, which is asked for its version; Prefect's Cloud speaks that of Prefect 3.
 *
 * @throws {@link ClientOptionsError} for a server of another version
 */
export async function wireAt(requests: Requests): Promise<AnyWire> {
  const version = isCloud(requests.connection.apiUrl) ? '3' : await requests.send(versionRoute, {});
  switch (version.split('.')[0]) {
    case '2':
      return (await import('./prefect2.js')).prefect2;
    case '3':
      return (await import('./prefect3.js')).prefect3;
    default:
      throw ClientOptionsError.unknownVersion(version);
  }
}
