import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { State } from 'prefect-states';
import { HydratePipe } from 'prefect-states/nest';
import { Job } from './job.dto.js';

@Controller('jobs')
export class JobsController {
  /** Takes a job, and gives it back. */
  @Post()
  async create(@Body(new HydratePipe(Job)) job: Job): Promise<Job> {
    return job;
  }

  // said, since the plugin knows no generic class, and `State` is one
  /** What a job went through. */
  @ApiOkResponse({ type: [State] })
  @Get('states')
  async history(): Promise<State[]> {
    return [State.pending()];
  }
}
