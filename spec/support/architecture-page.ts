/* Writes what `docs/architecture.md` shows of the rooms, from the imports of their files. */
import { files, roomOf } from './house.js';

/** The parts of the page that are made here, by the names that stand in its comments. */
export function generatedParts(): Readonly<Record<string, string>> {
  return { 'arrows between rooms': pictureOf() };
}

/** A room, or a file beside the rooms, as the page calls it. */
function placeOf(file: string): string {
  return roomOf(file) || file;
}

/** What the files of each room, and those beside the rooms, import; each stands behind all that it imports. */
export const importsOfRooms: ReadonlyMap<string, readonly string[]> = inOrder(importsFound());

function importsFound(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, imports } of files) {
    const place = placeOf(name);
    const known = found.get(place) ?? [];
    const others = imports.map(({ file }) => placeOf(file)).filter((other) => other !== place);
    found.set(place, new Set([...known, ...others]));
  }
  return found;
}

function inOrder(found: ReadonlyMap<string, ReadonlySet<string>>): Map<string, string[]> {
  const left = [...found.keys()].sort();
  const ordered = new Map<string, string[]>();
  while (left.length > 0) {
    const next = left.findIndex((place) => [...found.get(place)!].every((other) => ordered.has(other)));
    if (next === -1) throw new Error(`these import each other: ${left.join(', ')}`);
    const [place] = left.splice(next, 1) as [string];
    const imported = [...ordered.keys()].filter((other) => found.get(place)!.has(other));
    ordered.set(place, imported);
  }
  return ordered;
}

/** Whether a room imports another, by itself or through others. */
function reaches(room: string, other: string): boolean {
  const next = importsOfRooms.get(room)!;
  return next.includes(other) || next.some((each) => reaches(each, other));
}

/** The rooms as a Mermaid diagram, without the arrows to where others lead as well. */
function pictureOf(): string {
  const lines = [...importsOfRooms].reverse().flatMap(([room, imported]) =>
    imported
      .filter((other) => !imported.some((through) => reaches(through, other)))
      .reverse()
      .map((other) => `    ${nodeOf(room)} --> ${nodeOf(other)}`),
  );
  return `\`\`\`mermaid\nflowchart TD\n${lines.join('\n')}\n\`\`\``;
}

/** Mermaid takes no dot in the name of a node. */
function nodeOf(room: string): string {
  return room.includes('.') ? `${room.slice(0, room.indexOf('.'))}[${room}]` : room;
}
