import { ENTITIES, MIGRATIONS, MIGRATIONS_TABLE, POSTGRES_SESSION, POSTGRES_TYPES } from 'prefect-states/persistence';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { JobRun } from './job-run.entity.js';
import { JobRun1769500000000 } from './migrations/1769500000000-job-run.js';

export const options: DataSourceOptions = {
  type: 'postgres',
  url: process.env.DATABASE_URL,
  // pg's own parser of instants cuts the microseconds
  extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION },
  entities: [...ENTITIES, JobRun],
  migrations: [...MIGRATIONS, JobRun1769500000000],
  migrationsTableName: MIGRATIONS_TABLE,
};

// for TypeORM's command line: npx typeorm migration:run -d dist/data-source.js
export default new DataSource(options);
