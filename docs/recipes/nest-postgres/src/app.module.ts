import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PrefectStatesModule, StateJsonInterceptor, ValidationFilter } from 'prefect-states/nest';
import { DataSource } from 'typeorm';
import { options } from './data-source.js';
import { JobsController } from './jobs.controller.js';

@Module({
  imports: [
    TypeOrmModule.forRoot({ ...options, migrationsRun: true }),
    PrefectStatesModule.forRootAsync({
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => ({ dataSource }),
    }),
  ],
  controllers: [JobsController],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
    { provide: APP_FILTER, useClass: ValidationFilter },
  ],
})
export class AppModule {}
