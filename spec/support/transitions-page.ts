/* Writes what `docs/transition-rules.md` shows of the rules, from the rules themselves. */
import { State, StateType, TERMINAL_STATES } from '../../src/index.js';
import {
  ANY_STATE,
  type AnyRunColumns,
  AUTONOMOUS_TASK_POLICY,
  CORE_FLOW_POLICY,
  CORE_TASK_POLICY,
  decide,
  GLOBAL_FLOW_POLICY,
  GLOBAL_TASK_POLICY,
  MINIMAL_FLOW_POLICY,
  type OrchestrationRule,
  PREFECT_2_POLICIES,
  PREFECT_3_POLICIES,
  type StateTypeOrNone,
} from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';
import { FLOW_RUN_ID, flowRun, inSeconds, NOW, taskRun } from './transitions.js';

const TYPES = Object.values(StateType);
const ENDS = TYPES.filter((type) => TERMINAL_STATES.has(type));

/** The parts of the page that are made here, by the names that stand in its comments. */
export function generatedParts(): Readonly<Record<string, string>> {
  return {
    'rules of flow runs': tableOf(CORE_FLOW_POLICY),
    'rules of task runs': tableOf(CORE_TASK_POLICY),
    'rules of task runs without a flow run': AUTONOMOUS_TASK_POLICY.map(({ name }) => `\`${name}\``).join(', '),
    'rules of forced states': tableOf(MINIMAL_FLOW_POLICY),
    'rules that keep the columns': tableOf([...new Map(BOOKS.map((rule) => [rule.name, rule])).values()]),
    'moves of flow runs': pictureOf('flow', 2),
    'moves of flow runs by Prefect 3': pictureOf('flow', 3),
    'refusals of task runs': refusals(2),
    'rules that only Prefect 3 has': tableOf([...OWN_3.values()]),
    'rules of Prefect 3': LISTS_3.map(([name, rules]) => `- \`${name}\`: ${namesOf(rules)}`).join('\n'),
  };
}

const BOOKS: readonly OrchestrationRule[] = [...GLOBAL_FLOW_POLICY, ...GLOBAL_TASK_POLICY] as OrchestrationRule[];
const LISTS_3 = Object.entries(PREFECT_3_POLICIES).filter((entry): entry is [string, OrchestrationRule[]] =>
  Array.isArray(entry[1]),
);
const SHARED = new Set<unknown>(Object.values(PREFECT_2_POLICIES).flat());
const OWN_3: ReadonlyMap<string, OrchestrationRule> = new Map(
  LISTS_3.flatMap(([, rules]) => rules.filter((rule) => !SHARED.has(rule)).map((rule) => [rule.name, rule] as const)),
);

/** Those that Prefect 2 has not, or otherwise, are marked. */
function namesOf(rules: readonly OrchestrationRule[]): string {
  if (rules.length === 0) return 'none';
  return rules.map((rule) => (SHARED.has(rule) ? `\`${rule.name}\`` : `**\`${rule.name}\`**`)).join(', ');
}

function tableOf(policy: readonly Pick<OrchestrationRule, 'name' | 'summary' | 'from' | 'to' | 'always'>[]): string {
  const isBooks = policy.every(({ always }) => always === true);
  const rows = policy.map(({ name, summary, from, to }) =>
    isBooks ? [`\`${name}\``, summary] : [`\`${name}\``, typesOf(from), typesOf(to), summary],
  );
  const head = isBooks ? ['rule', 'what it does'] : ['rule', 'from', 'to', 'what it does'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function typesOf(types: readonly StateTypeOrNone[]): string {
  const others = ANY_STATE.filter((type) => !types.includes(type));
  if (others.length === 0) return 'any';
  if (others.length < 3) return `any but ${others.map(nameOf).join(', ')}`;
  return types.map(nameOf).join(', ');
}

function nameOf(type: StateTypeOrNone): string {
  return type ?? 'none';
}

/** Whether a run may come from one state into another: one that is due, has a deployment and infrastructure, and no result. */
export function isAllowed(kind: 'flow' | 'task', from: StateTypeOrNone, to: StateType, prefect: 2 | 3): boolean {
  const [stateClass, policies] = prefect === 2 ? [State, PREFECT_2_POLICIES] : [v3.State, PREFECT_3_POLICIES];
  const isFlow = kind === 'flow';
  const run: AnyRunColumns = isFlow ? flowRun({ deploymentId: FLOW_RUN_ID, infrastructurePid: 'pid' }) : taskRun();
  const before = { timestamp: inSeconds(-60), stateDetails: { scheduledTime: inSeconds(-60) } };
  const { status } = decide<AnyRunColumns>({
    run,
    current: from && new stateClass({ ...before, type: from }),
    proposed: new stateClass({ type: to, timestamp: inSeconds(-1) }),
    facts: { flowRun: { id: FLOW_RUN_ID, runCount: 1, state: stateClass.running() } },
    now: NOW,
    policies,
  });
  return status === 'ACCEPT';
}

/** Where a run may go, but to where it is. */
function targetsOf(kind: 'flow' | 'task', from: StateTypeOrNone, prefect: 2 | 3): StateType[] {
  return TYPES.filter((to) => to !== from && isAllowed(kind, from, to, prefect));
}

/**
 * The moves as a Mermaid diagram. Ends stand in a box; in it, those that a run can leave in the same way stand in another. What
 * leads to all ends leads to the box. Moves from an end to an end are not drawn.
 */
function pictureOf(kind: 'flow' | 'task', prefect: 2 | 3): string {
  const outOf = (end: StateType): StateType[] => targetsOf(kind, end, prefect).filter((to) => !ENDS.includes(to));
  const isAlike = (end: StateType): boolean =>
    outOf(end).length > 0 && ENDS.some((other) => other !== end && outOf(other).join() === outOf(end).join());
  const again = ENDS.filter(isAlike);
  const alone = ENDS.filter((end) => !isAlike(end));
  if (new Set(again.map((end) => outOf(end).join())).size > 1) throw new Error('the ends differ: draw them apart');
  const lines = [
    'stateDiagram-v2',
    '    state ended {',
    ...alone.map((end) => `        ${end}`),
    '        state again {',
    ...again.map((end) => `            ${end}`),
    '        }',
    '    }',
  ];
  const sources = [null, ...TYPES.filter((type) => !ENDS.includes(type))];
  for (const from of sources) {
    const targets = targetsOf(kind, from, prefect);
    const isAll = ENDS.every((end) => targets.includes(end));
    const drawn = isAll ? [...targets.filter((to) => !ENDS.includes(to)), 'ended'] : targets;
    lines.push(...drawn.map((to) => `    ${from ?? '[*]'} --> ${to}`));
  }
  lines.push(...outOf(again[0]!).map((to) => `    again --> ${to}`));
  lines.push(...alone.flatMap((end) => outOf(end).map((to) => `    ${end} --> ${to}`)));
  return `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``;
}

/** The moves that no task run makes; what is said of several states alike is said once. */
export function refusals(prefect: 2 | 3): string {
  const said = new Map<string, StateTypeOrNone[]>();
  for (const from of ANY_STATE) {
    const refused = TYPES.filter((to) => !isAllowed('task', from, to, prefect)).join(', ');
    if (refused !== '') said.set(refused, [...(said.get(refused) ?? []), from]);
  }
  return [...said].map(([refused, from]) => `- from ${from.map(nameOf).join(', ')}: not to ${refused}`).join('\n');
}
