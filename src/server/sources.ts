/*
 * Says where in the sources a place of the compiled code is. Source maps are read when an error is first told of: Node, where
 * it is to read them itself, reads all of them at the start.
 */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

const PLACE = /file:[^()]+?\.js:\d+:\d+(?=\)?$)/;

/** By the address of the compiled file; null where it has none. */
const maps = new Map<string, SourceMap | null>();

/** Rewrites a line of a stack, so that it names the source. What is not known stays. */
export function inSources(frame: string): string {
  return frame.replace(PLACE, (place) => sourceOf(place) ?? place);
}

function sourceOf(place: string): string | null {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(place)!;
  // both are counted from 0 in a map
  const entry = mapOf(file!)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (entry === undefined || !('originalSource' in entry)) return null;
  const source = fileURLToPath(new URL(entry.originalSource, file));
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const map = readMap(file);
  maps.set(file, map);
  return map;
}

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    // a file without a map, such as one of a package
    return null;
  }
}
