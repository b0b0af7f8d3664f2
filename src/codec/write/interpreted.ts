/* The same as `compiled.ts`, without generated code. */
import { type JsonValue } from '../../values/index.js';
import { type Plan } from '../plan/plan.js';

const NO_OPTIONS = Object.freeze({});

/** Writes an instance as JSON text. */
export function writeText(plan: Plan, model: object): string {
  const parts = plan.written.map((field) => {
    const value = (model as Record<string, unknown>)[field.property];
    return `${JSON.stringify(field.wireName)}:${value == null ? 'null' : field.kind.text(value, field.wireName)}`;
  });
  return `{${parts.join(',')}}`;
}

/** Writes an instance as its wire object. */
export function writeWire(plan: Plan, model: object): Record<string, JsonValue> {
  const entries = plan.written.map((field): [string, JsonValue] => {
    const value = (model as Record<string, unknown>)[field.property];
    return [field.wireName, value == null ? null : field.kind.toWire(value, NO_OPTIONS, field.wireName)];
  });
  return Object.fromEntries(entries);
}
