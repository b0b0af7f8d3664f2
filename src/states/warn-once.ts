import { warn } from '../fields/index.js';

const warned = new Set<string>();

/** Emits a `DeprecationWarning`, once a process for each code. */
export function warnOnce(code: string, message: string): void {
  if (warned.has(code)) return;
  warned.add(code);
  warn('DeprecationWarning', code, message);
}
