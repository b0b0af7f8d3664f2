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

  type Class = abstract new () => errors.PrefectError;
  const classesOf = (exported: object): [string, Class][] =>
    Object.entries(exported).filter((entry): entry is [string, Class] => {
      const value: unknown = entry[1];
      return typeof value === 'function' && value.prototype instanceof Error;
    });

  it.each(classesOf(errors))('is known by the other copy of the package as what it is: %s', async (name, Known) => {
    const error: unknown = Object.create(Known.prototype as object);
    await jest.isolateModulesAsync(async () => {
      const others = classesOf(await import('../../src/errors/index.js'));
      expect(others.map(([, Other]) => Other)).not.toContain(Known);
      const knowing = others.filter(([, Other]) => error instanceof Other).map(([other]) => other);
      expect(knowing.sort()).toEqual([...new Set([name, 'PrefectError'])].sort());
    });
  });

  it('has the same code when the other copy of the package made it', async () => {
    await jest.isolateModulesAsync(async () => {
      const other = await import('../../src/errors/index.js');
      const error: unknown = other.MissingResult.noReader();
      expect(error).not.toHaveProperty('constructor', errors.MissingResult);
      if (!(error instanceof errors.MissingResult)) throw error;
      expect(error.code).toBe(errors.MissingResult.noReader().code);
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

  it('counts one in the singular', () => {
    const issue = { loc: ['type'], msg: 'field required', type: 'value_error.missing' };
    const error = ValidationError.of({ name: 'State' }, [issue]);
    expect(error.message).toBe('1 validation error for State\ntype\n  field required (type=value_error.missing)');
  });
});

describe('PausedRun', () => {
  it('holds the state where a log of the error does not repeat it', () => {
    const error = new errors.PausedRun('Run is paused', { secret: 1 });
    expect(error.state).toEqual({ secret: 1 });
    expect(Object.keys(error)).not.toContain('state');
  });
});
