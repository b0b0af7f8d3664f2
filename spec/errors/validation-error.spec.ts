import { inspect } from 'node:util';
import { ConsoleLogger } from '@nestjs/common';
import { jest } from '@jest/globals';

import { type Issue, ValidationError } from '../../src/errors/index.js';

const TEXT = '1 validation error for State\ntype\n  field required (type=value_error.missing)';
const MISSING: Issue = { loc: ['type'], msg: 'field required', type: 'value_error.missing' };

const refusal = (issues: readonly Issue[] = [MISSING]): ValidationError =>
  ValidationError.of({ name: 'State' }, issues);

describe('ValidationError.message', () => {
  it('is made when it is first read, and once', () => {
    const say = jest.fn(() => 'field required');
    const error = refusal([Object.defineProperty({ ...MISSING }, 'msg', { get: say })]);
    expect(say).not.toHaveBeenCalled();
    expect([error.message, error.message, String(error)]).toEqual([TEXT, TEXT, `ValidationError: ${TEXT}`]);
    expect(say).toHaveBeenCalledTimes(1);
  });

  it('is in the stack, whatever is read first', () => {
    expect(refusal().stack).toMatch(`ValidationError: ${TEXT}\n    at `);
    const error = refusal();
    expect(error.message).toBe(TEXT);
    expect(error.stack).toMatch(`ValidationError: ${TEXT}\n    at `);
  });

  it('is shown to people', () => {
    expect(inspect(refusal())).toMatch(TEXT);
    expect(inspect(new Error('outer', { cause: refusal() }))).toMatch('field required (type=value_error.missing)');
    expect(() => {
      throw refusal();
    }).toThrow('1 validation error for State');
  });

  it('is written by loggers', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    new ConsoleLogger({ json: true }).error(refusal());
    const [line] = write.mock.calls[0]!;
    write.mockRestore();
    expect(JSON.parse(String(line))).toMatchObject({ message: TEXT });
  });

  it('is no key of the error, before and after it is read', () => {
    const error = refusal();
    const keys = Object.keys(error);
    expect(keys.toSorted()).toEqual(['code', 'issues', 'model', 'name']);
    expect(error.message).toBe(TEXT);
    expect(Object.keys(error)).toEqual(keys);
    expect(structuredClone<Error>(error).message).toBe(TEXT);
  });

  it('is writable, as of any error', () => {
    const error = refusal();
    error.message = `while reading: ${error.message}`;
    expect(error.message).toBe(`while reading: ${TEXT}`);
    const unread = refusal();
    unread.message = 'of mine';
    expect([unread.message, Object.keys(unread).includes('message')]).toEqual(['of mine', false]);
  });

  it('is read from an error that is frozen', () => {
    expect(Object.freeze(refusal()).message).toBe(TEXT);
  });

  it('is empty where there is no error yet', () => {
    expect(ValidationError.prototype.message).toBe('');
  });

  it("is that of a user's own subclass", () => {
    class Mine extends ValidationError {
      override readonly name = 'Mine';
    }
    const error = new Mine('State', [MISSING]);
    expect(error.message).toBe(TEXT);
    expect(error.stack).toMatch(`Mine: ${TEXT}`);
  });
});
