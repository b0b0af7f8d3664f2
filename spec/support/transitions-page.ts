/* Writes what `docs/transitions.md` shows of the rules, from the rules themselves. */
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
  type StateTypeOrNone,
} from '../../src/transitions/index.js';
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
    'moves of flow runs': pictureOf('flow'),
    'refusals of task runs': refusals(),
  };
}

const BOOKS: readonly OrchestrationRule[] = [...GLOBAL_FLOW_POLICY, ...GLOBAL_TASK_POLICY] as OrchestrationRule[];

function tableOf(policy: readonly Pick<OrchestrationRule, 'name' | 'summary' | 'from' | 'to' | 'always'>[]): string {
  const rows = policy.map(({ name, summary, from, to, always }) =>
    always === true ? [`\`${name}\``, summary] : [`\`${name}\``, typesOf(from), typesOf(to), summary],
  );
  const isBooks = policy.every(({ always }) => always === true);
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
export function isAllowed(kind: 'flow' | 'task', from: StateTypeOrNone, to: StateType): boolean {
  const isFlow = kind === 'flow';
  const run: AnyRunColumns = isFlow ? flowRun({ deploymentId: FLOW_RUN_ID, infrastructurePid: 'pid' }) : taskRun();
  const before = { timestamp: inSeconds(-60), stateDetails: { scheduledTime: inSeconds(-60) } };
  const { status } = decide<AnyRunColumns>({
    run,
    current: from && new State({ ...before, type: from }),
    proposed: new State({ type: to, timestamp: inSeconds(-1) }),
    facts: { flowRun: { id: FLOW_RUN_ID, runCount: 1, state: State.running() } },
    now: NOW,
  });
  return status === 'ACCEPT';
}

/** Where a run may go, but to where it is. */
function targetsOf(kind: 'flow' | 'task', from: StateTypeOrNone): StateType[] {
  return TYPES.filter((to) => to !== from && isAllowed(kind, from, to));
}

/**
 * The moves as a Mermaid diagram. Ends stand in a box; in it, those that a run can leave in the same way stand in another. What
 * leads to all ends leads to the box. Moves from an end to an end are not drawn.
 */
function pictureOf(kind: 'flow' | 'task'): string {
  const leavable = ENDS.filter((end) => targetsOf(kind, end).some((to) => !ENDS.includes(to)));
  const locked = ENDS.filter((end) => !leavable.includes(end));
  const outOf = (end: StateType): StateType[] => targetsOf(kind, end).filter((to) => !ENDS.includes(to));
  if (new Set(leavable.map((end) => outOf(end).join())).size > 1) throw new Error('the ends differ: draw them apart');
  const lines = [
    'stateDiagram-v2',
    '    state ended {',
    ...locked.map((end) => `        ${end}`),
    '        state again {',
    ...leavable.map((end) => `            ${end}`),
    '        }',
    '    }',
  ];
  const sources = [null, ...TYPES.filter((type) => !ENDS.includes(type))];
  for (const from of sources) {
    const targets = targetsOf(kind, from);
    const isAll = ENDS.every((end) => targets.includes(end));
    const drawn = isAll ? [...targets.filter((to) => !ENDS.includes(to)), 'ended'] : targets;
    lines.push(...drawn.map((to) => `    ${from ?? '[*]'} --> ${to}`));
  }
  lines.push(...outOf(leavable[0]!).map((to) => `    again --> ${to}`));
  return `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``;
}

/** The moves that no task run makes; what is said of several states alike is said once. */
function refusals(): string {
  const said = new Map<string, StateTypeOrNone[]>();
  for (const from of ANY_STATE) {
    const refused = TYPES.filter((to) => !isAllowed('task', from, to)).join(', ');
    if (refused !== '') said.set(refused, [...(said.get(refused) ?? []), from]);
  }
  return [...said].map(([refused, from]) => `- from ${from.map(nameOf).join(', ')}: not to ${refused}`).join('\n');
}
