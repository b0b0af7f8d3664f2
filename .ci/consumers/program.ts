// a program of a user of the packed package, the same on every tool chain
import { fieldNames, ValidationError } from 'prefect-states';
import { decide } from 'prefect-states/transitions';
import { Job, JobState } from './model.js';

// said here, so that no library of types is needed
declare const console: { log(text: string): void };

function same(what: string, actual: unknown, expected: unknown): void {
  const [given, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (given !== wanted) throw new Error(`${what}: ${given}, not ${wanted}`);
}

// first: a tool that drops decorators drops the fields with them
same('the fields of Job', fieldNames(Job), ['id', 'owner', 'attempts', 'tags']);

const TEXT = '{"id":"5f0b1a1c-7e57-4d0a-9c57-3c2b0d6a0e11","owner":"me","attempts":2,"tags":["a"]}';
const job = Job.parseJson(TEXT);
same('what is read', [job.owner.toUpperCase(), job.attempts + 1, job.tags], ['ME', 3, ['a']]);
same('what is written', job.json(), TEXT);
same('what is left out', new Job({ owner: 'me' }).toJSON().attempts, 0);

const { error } = Job.safeParse({ owner: '', attempts: 'many' });
same('the class of a fault', error instanceof ValidationError, true);
same(
  'its places',
  error?.issues.map(({ loc }) => loc),
  [['owner'], ['attempts']],
);

const WIRE = { type: 'RUNNING', name: 'Running', timestamp: '2026-11-23T16:37:01.243753+00:00', owner: 'me' };
const { type, name, timestamp, owner } = JobState.parse(WIRE).toJSON();
same('a state with a field more', { type, name, timestamp, owner }, WIRE);
same('a state made', JobState.pending({ owner: 'me', token: null }).isPending(), true);
same('the door to the rules', typeof decide, 'function');

console.log('all is well');
