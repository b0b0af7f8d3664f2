/*
 * What Node has and other engines lack. It may be missing: a browser has no `process`, and Deno throws when the environment is
 * read without `--allow-env`.
 */
import { lookAt } from '../values/index.js';

interface NodeProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  emitWarning(message: string, options: { readonly type: string; readonly code: string }): void;
}

/** Node's `process`, or what a bundler or another engine puts in its place. */
function findProcess(): Partial<NodeProcess> | undefined {
  return (globalThis as { readonly process?: Partial<NodeProcess> }).process;
}

/** A variable of the environment; undefined where it is not set, and where none may be read. @internal */
export function environmentVariable(name: string): string | undefined {
  return lookAt(() => findProcess()?.env?.[name], undefined);
}

/** Emits a warning, on the console where there is no Node. @internal */
export function warn(type: 'Warning' | 'DeprecationWarning', code: string, message: string): void {
  const process = findProcess();
  if (process?.emitWarning) process.emitWarning(message, { type, code });
  else console.warn(`[${code}] ${type}: ${message}`);
}
