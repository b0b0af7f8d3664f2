import { SQLITE } from '../../../../src/persistence/engines/sqlite/dialect.js';

describe("SQLite's dialect", () => {
  it.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_NOTNULL'])(
    'takes %s for a conflict of rows',
    (code) => {
      expect(SQLITE.isConflict({ code })).toBe(true);
    },
  );

  it.each(['SQLITE_BUSY', 'SQLITE_ERROR', '23505', 23505, undefined])('takes %p for none', (code) => {
    expect(SQLITE.isConflict({ code })).toBe(false);
  });
});
