// the program, run by a test runner that has the names of Jest: what it throws fails this file
import './program.js';

declare const it: (claim: string, body: () => void) => void;

it('is well', () => undefined);
