import { isCompiled, sourceOf, State, StateDetails } from '../../src/index.js';

const COMPILED = process.env.PREFECT_STATES_COMPILE !== 'never';

describe('isCompiled()', () => {
  it('tells whether functions were generated', () => {
    expect(isCompiled(State)).toBe(COMPILED);
  });
});

describe('sourceOf()', () => {
  it('gives the functions that were generated, or null', () => {
    const source = sourceOf(StateDetails);
    if (!COMPILED) {
      expect(source).toBeNull();
      return;
    }
    for (const name of ['hydrate', 'construct', 'writeText', 'writeWire', 'copy', 'copyWith'])
      expect(source).toContain(`static ${name}(`);
    expect(source).toContain('let $flowRunId = input["flow_run_id"];');
    expect(source).toContain('model["flowRunId"] = $flowRunId;');
  });

  it('holds no key but as a quoted text', () => {
    if (!COMPILED) return;
    expect(sourceOf(State)).not.toMatch(/\.(?:state_details|stateDetails|flow_run_id)\b/);
  });
});
