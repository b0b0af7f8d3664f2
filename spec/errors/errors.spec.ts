import { jest } from '@jest/globals';

import * as errors from '../../src/errors/index.js';

const { PrefectError, ValidationError, ValueError } = errors;

describe('PrefectError', () => {
  it('is the parent of every error', () => {
    const thrown = [
      ValidationError.of({ name: 'State' }, []),
      errors.DefinitionError.of({ name: 'State' }, ['id: is odd']),
      errors.SerializationError.circular('data'),
      ValueError.of('no'),
      errors.MissingResult.ofState(),
      new errors.PausedRun('paused'),
      errors.UnexpectedResult.of('2', 'int'),
    ];
    for (const error of thrown) {
      expect(error).toBeInstanceOf(PrefectError);
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(error.constructor.name);
    }
  });

  it('is known by the other copy of the package', async () => {
    const error = ValidationError.of({ name: 'State' }, []);
    await jest.isolateModulesAsync(async () => {
      const other = await import('../../src/errors/index.js');
      expect(other.ValidationError).not.toBe(ValidationError);
      expect(error).toBeInstanceOf(other.ValidationError);
      expect(error).not.toBeInstanceOf(other.ValueError);
    });
  });

  it('leaves instanceof of a derived class to the class', () => {
    class Mine extends ValueError {}
    expect(new Mine('x')).toBeInstanceOf(Mine);
    expect(new Mine('x')).toBeInstanceOf(ValueError);
    expect(ValueError.of('x')).not.toBeInstanceOf(Mine);
  });
});

describe('ValidationError', () => {
  it('tells every place and why', () => {
    const error = ValidationError.of({ name: 'State' }, [
      { loc: ['type'], msg: 'field required', type: 'value_error.missing' },
      { loc: ['state_details', 'flow_run_id'], msg: 'value is not a valid uuid', type: 'type_error.uuid' },
    ]);
    expect(error.message).toBe(
      '2 validation errors for State\n' +
        'type\n  field required (type=value_error.missing)\n' +
        'state_details -> flow_run_id\n  value is not a valid uuid (type=type_error.uuid)',
    );
    expect(error.model).toBe('State');
  });
});

describe('PausedRun', () => {
  it('holds the state where a log of the error does not repeat it', () => {
    const error = new errors.PausedRun('Run is paused', { secret: 1 });
    expect(error.state).toEqual({ secret: 1 });
    expect(Object.keys(error)).not.toContain('state');
  });
});
