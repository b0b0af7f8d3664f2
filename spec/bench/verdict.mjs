/*
 * Goals and what becomes of them.
 */

/**
 * A goal: a ratio to the quickest of a group, or a value of its own, with a limit.
 *
 * @typedef {object} Goal
 * @property {string} [group] the contenders that ours is compared with
 * @property {number} [most] ours divided by theirs may be this much
 * @property {number} [least] theirs divided by ours must be this much
 * @property {string} [text] what is compared, when that is no group
 * @property {number} [value] the value that is compared then
 */

/**
 * Holds what was measured against a goal.
 *
 * @param {import('./rows.mjs').Outcome['results']} results ours first
 * @param {Goal} goal
 * @returns {{ goal: string, measured: number, isMet: boolean }}
 */
export function judge(results, goal) {
  if (goal.text !== undefined) {
    return { goal: `${goal.text} <= ${goal.most}`, measured: goal.value, isMet: goal.value <= goal.most };
  }
  const [ours] = results;
  const group = results.filter((each) => each.group === goal.group);
  const best = group.reduce((least, each) => (each.value < least.value ? each : least));
  const name = group.length > 1 ? `${best.name}, the best of ${group.length}` : best.name;
  if (goal.least === undefined) {
    const measured = ours.value / best.value;
    return { goal: `<= ${goal.most} x ${name}`, measured, isMet: measured <= goal.most };
  }
  const measured = best.value / ours.value;
  return { goal: `${goal.least} x quicker than ${name}`, measured, isMet: measured >= goal.least };
}
