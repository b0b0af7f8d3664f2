import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { StateJsonInterceptor, ValidationFilter } from 'prefect-states/nest';
import { JobsController } from './jobs.controller.js';

@Module({
  controllers: [JobsController],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
    { provide: APP_FILTER, useClass: ValidationFilter },
  ],
})
export class AppModule {}
