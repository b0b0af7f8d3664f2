/* The package where there is no Node: an engine that has the language, what the web has, and nothing else. */
import { createContext, runInContext } from 'node:vm';

import { bundle } from '../support/bundle.js';

const PROGRAM = `
  import { SecretBytes, State } from 'prefect-states';
  import { decide, FlowRunPolicy } from 'prefect-states/transitions';

  const text = State.paused().json();
  const current = State.running();
  const run = {
    id: '5f0b1a1c-7e57-4d0a-9c57-3c2b0d6a0e11',
    runCount: 1,
    stateType: 'RUNNING',
    stateTimestamp: current.timestamp,
    startTime: current.timestamp,
    totalRunTime: 0,
    empiricalPolicy: new FlowRunPolicy(),
  };
  const pause = decide({ run, current, proposed: State.paused({ timeoutSeconds: 60 }) });
  const refused = State.safeParse({ type: 'DONE' }).error?.message;
  const secret = new SecretBytes(Uint8Array.of(1, 2));
  const isSame = secret.equals(new SecretBytes(Uint8Array.of(1, 2))) && !secret.equals(new SecretBytes(Uint8Array.of(1)));
  void State.completed({ data: 1 }).result();
  export const found = [State.parseJson(text).json() === text, pause.status, refused, isSame, secret.repr()];`;

const FOUND = [
  true,
  'ACCEPT',
  expect.stringContaining('1 validation error for State\ntype\n  value is not a valid enumeration member'),
  true,
  "SecretBytes(b'**********')",
];

/** What the web has of what the package asks for, and nothing of Node. */
function web(): Record<string, unknown> {
  return { crypto, TextDecoder, TextEncoder, console: { warn: () => undefined } };
}

async function run(globals: Record<string, unknown>): Promise<unknown> {
  const program = (await bundle(PROGRAM)).replace('var page', 'this.page');
  runInContext(program, createContext(globals));
  const { found } = globals.page as { readonly found: unknown };
  // arrays of another realm
  return JSON.parse(JSON.stringify(found)) as unknown;
}

describe('prefect-states, without Node', () => {
  it('loads and works, transitions too', async () => {
    expect(await run(web())).toEqual(FOUND);
  });

  it('tells on the console what Node is told as a DeprecationWarning', async () => {
    const told: string[] = [];
    await run({ ...web(), console: { warn: (text: string) => told.push(text) } });
    expect(told).toEqual([
      '[PREFECT_STATES_RESULT] DeprecationWarning: state.result() is deprecated. Use getStateResult(state) instead.',
    ]);
  });

  it('works where the environment must not be read, as in Deno without --allow-env', async () => {
    const env = new Proxy({}, { get: refuse, has: refuse });
    expect(await run({ ...web(), process: { env } })).toEqual(FOUND);
  });
});

function refuse(): never {
  throw new Error('NotCapable: Requires env access');
}
