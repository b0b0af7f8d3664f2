/* Shows what was measured of the backends as Markdown, which `docs/benchmarks.md` holds as it is. */
import { aboutText, numberText, table } from '../report.mjs';

/** What ours is held to beside Prefect's server, each on SQLite. */
const GOALS = [
  { title: 'history reads a second', goal: "at least 20 x Prefect's", least: 20, value: ({ read }) => read.perSecond },
  {
    title: 'durable set_state a second',
    goal: "at least 20 x Prefect's",
    least: 20,
    value: ({ write }) => write.perSecond,
  },
  { title: 'p99 of reads', goal: "lower than Prefect's", most: 1, value: ({ read }) => read.p99 },
  { title: 'p99 of writes', goal: "lower than Prefect's", most: 1, value: ({ write }) => write.p99 },
  { title: 'memory after the load', goal: "at most 1 x Prefect's", most: 1, value: ({ memory }) => memory.now },
];

/** The whole of it. */
export function reportText(run, { ours, theirs }) {
  const parts = [
    aboutText(run),
    verdictsText(ours, theirs),
    floorsText(run.results),
    resultsText(run.results),
    startText(run.starts),
    failuresText(run.results),
    crowdsText(run.crowds),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function verdictsText(ours, theirs) {
  if (theirs === null) return 'No server of Prefect is measured: PREFECT_PYTHON names no Python that has it.';
  const cells = GOALS.map(({ title, goal, least = 0, most = Infinity, value }) => {
    const ratio = value(ours) / value(theirs);
    return [title, goal, `${numberText(ratio)} x`, ratio >= least && ratio <= most ? 'met' : '**not met**'];
  });
  return table(['SQLite, 8 connections', 'goal', 'measured', 'verdict'], cells);
}

const megabytes = (bytes) => (bytes === null ? 'unknown' : `${numberText(bytes / 2 ** 20)} MB`);
const milliseconds = (value) => `${numberText(value)} ms`;

function crowdsText(all) {
  if (all.length === 0) return '';
  const cells = all.flatMap(({ engine, crowds }) =>
    crowds.map(({ name, statuses, last, health, other, memory }) => [
      engine,
      name,
      Object.entries(statuses)
        .map(([status, count]) => `${count} x ${status}`)
        .join(', '),
      last === null ? '' : milliseconds(last),
      ...[health, other].flatMap(({ mean, worst }) => [milliseconds(mean), milliseconds(worst)]),
      megabytes(memory),
    ]),
  );
  const times = ['health', 'its worst', 'another read', 'its worst'];
  return table(['engine', 'much at once', 'answers', 'the last after', ...times, 'memory above idle'], cells);
}

function resultsText(results) {
  const cells = results.map(({ name, read, write, memory }) => [
    name,
    ...[read, write].flatMap(({ perSecond, mean, p99 }) => [
      numberText(perSecond),
      milliseconds(mean),
      milliseconds(p99),
    ]),
    megabytes(memory.now),
    megabytes(memory.peak),
  ]);
  const head = ['backend', 'reads/s', 'mean', 'p99', 'writes/s', 'mean', 'p99', 'memory', 'its peak'];
  return table(head, cells);
}

/** What ours is held to beside the floor: as many times fewer answers a second. */
const FLOOR_GOALS = { SQLite: { read: 3, write: 1.5 }, Postgres: { read: 1.4, write: 1.5 } };

function floorsText(results) {
  const cells = Object.entries(FLOOR_GOALS).flatMap(([engine, goals]) => {
    const [floor, ours] = ['floor: bare Fastify', 'prefect-states'].map((who) =>
      results.find(({ name }) => name.startsWith(`${who}, ${engine}`)),
    );
    return ['read', 'write'].map((kind) => {
      const ratio = floor[kind].perSecond / ours[kind].perSecond;
      return [
        `${engine}, ${kind}s`,
        ...[floor, ours].map((each) => numberText(each[kind].perSecond)),
        `at most ${goals[kind]}`,
        numberText(ratio),
        ratio <= goals[kind] ? 'met' : '**not met**',
        ...[floor, ours].map(({ [kind]: { processor } }) => (processor === null ? 'unknown' : milliseconds(processor))),
      ];
    });
  });
  const head = ['', 'floor, a second', 'ours, a second', 'goal', 'floor / ours', 'verdict'];
  return table([...head, 'processor, floor', 'processor, ours'], cells);
}

function startText(starts) {
  if (starts === undefined) return '';
  const { median, best, memory } = starts;
  return table(
    ['from `node` to the first answer', 'median', 'best', 'memory then'],
    [['prefect-states, SQLite, a new file', milliseconds(median), milliseconds(best), megabytes(memory)]],
  );
}

function failuresText(results) {
  return results
    .filter(({ read, write }) => read.failed + write.failed > 0)
    .map(({ name, read, write }) => `${name}: not answered with 2xx: ${read.failed} reads, ${write.failed} writes.`)
    .join('\n');
}
