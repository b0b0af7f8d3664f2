// a user of the packed package, by require
const assert = require('node:assert/strict');
const { State } = require('prefect-states');

assert.equal(State.completed({ message: 'by require' }).isFinal(), true);
import('prefect-states').then((imported) => {
  assert.equal(imported.State, State);
  console.log('require: well');
});
