/**
 * Gives the name that a property has on the wire: `flow_run_id` for `flowRunId`. A name in capitals stays as it is
 * (`COMPLETED`, a count of `CountByState`).
 */
export function toWireName(property: string): string {
  if (property === property.toUpperCase()) return property;
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
