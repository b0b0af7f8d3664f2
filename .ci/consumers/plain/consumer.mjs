// a user of the packed package, by import
import assert from 'node:assert/strict';
import { Field, isCompiled, PrefectBaseModel, State, StateCreate } from 'prefect-states';

const text =
  '{"id":"5f0b1a1c-7e57-4d0a-9c57-3c2b0d6a0e11","type":"RUNNING","name":"Running","timestamp":"2026-11-23T16:37:01.243753+00:00","message":null,"data":null}';
const state = State.parseJson(text);
assert.equal(state.json({ exclude: ['stateDetails'] }), text);
assert.equal(isCompiled(State), true);
assert.equal(StateCreate.safeParse({ type: 'DONE' }).success, false);

class Job extends PrefectBaseModel {}
Field.int({ default: 1 })(Job.prototype, 'size');
assert.deepEqual(Job.parse({ size: '2' }).dict(), { size: 2 });

// the other doors need packages that are not installed here
for (const door of ['persistence', 'nest']) {
  await assert.rejects(import(`prefect-states/${door}`), { code: 'ERR_MODULE_NOT_FOUND' });
}
console.log('import: well');
