/**
 * Gives the name that a property has on the wire: `flow_run_id` for `flowRunId` and `flowRunID`, `http_server` for
 * `HTTPServer`. A name in capitals stays as it is (`COMPLETED`, a count of `CountByState`).
 */
export function toWireName(property: string): string {
  if (property === property.toUpperCase()) return property;
  return property
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
