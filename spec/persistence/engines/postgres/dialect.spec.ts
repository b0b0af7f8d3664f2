import { POSTGRES } from '../../../../src/persistence/engines/postgres/dialect.js';

describe("Postgres's dialect", () => {
  it.each(['23505', '23503', '23502', '23P01'])('takes SQLSTATE %s for a conflict of rows', (code) => {
    expect(POSTGRES.isConflict({ code })).toBe(true);
  });

  it.each(['40001', '235050', '42P01', 'SQLITE_CONSTRAINT_UNIQUE', 23505, undefined])('takes %p for none', (code) => {
    expect(POSTGRES.isConflict({ code })).toBe(false);
  });
});
