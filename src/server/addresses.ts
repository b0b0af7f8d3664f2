/* Where the routes are. Light, so that the start knows it before all else is loaded. */

/** The major versions of Prefect whose API the server has. */
export const PREFECT_APIS = ['2', '3'] as const;

/** One of them. */
export type PrefectApi = (typeof PREFECT_APIS)[number];

/** The address without a version, which leads to the API that a setting names. */
export const PLAIN_PATH = 'api';

/** The address of an API, without slashes around. */
export function pathOf(api: PrefectApi): string {
  return `v${api}/${PLAIN_PATH}`;
}
