/* Pages that are bounded by what they hold, whatever the size of a row. */
import { type Dialect } from '../engines/dialect.js';

/** About as many bytes a page holds, unless a single row has more. */
export const PAGE_BYTES = 256 * 1024;

/** What is known of a row before it is read whole. */
export interface Sized {
  readonly bytes: number;
}

/** SQL that counts the bytes in some columns of a row, as text. */
export function bytesIn(dialect: Dialect, columns: readonly string[]): string {
  return columns.map((column) => `COALESCE(octet_length(${dialect.asText(column)}), 0)`).join(' + ');
}

/**
 * Puts rows that follow each other into groups which have the bytes of a page at most, or are one row.
 *
 * @param canFollow - whether a row may be in the group of the one before
 */
export function* groupsOf<R extends Sized>(
  rows: readonly R[],
  canFollow: (row: R, before: R) => boolean = () => true,
): Generator<readonly R[]> {
  let group: R[] = [];
  let bytes = 0;
  for (const row of rows) {
    const before = group.at(-1);
    if (before !== undefined && (bytes + row.bytes > PAGE_BYTES || !canFollow(row, before))) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(row);
    bytes += row.bytes;
  }
  if (group.length > 0) yield group;
}
