import { toWireName } from '../../src/fields/wire-name.js';

describe('toWireName()', () => {
  it.each([
    ['id', 'id'],
    ['flowRunId', 'flow_run_id'],
    ['stateDetails', 'state_details'],
    ['flowRunID', 'flow_run_id'],
    ['HTTPServer', 'http_server'],
    ['utf8Text', 'utf8_text'],
    ['inMs2Go', 'in_ms2_go'],
    ['COMPLETED', 'COMPLETED'],
    ['already_snake', 'already_snake'],
  ])('makes of %s %s', (property, expected) => {
    expect(toWireName(property)).toBe(expected);
  });
});
