import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ActionBaseModel, Field, StateCreate } from 'prefect-states';
import { FLOW_RUN_STATES, HydratePipe, UuidPipe } from 'prefect-states/nest';
import { Runs, RunStates } from 'prefect-states/persistence';
import { DataSource } from 'typeorm';
import { JobRun } from './job-run.entity.js';

export class NewJob extends ActionBaseModel<NewJob> {
  @Field.string({ minLength: 1 })
  declare name: string;

  @Field.string({ minLength: 1 })
  declare team: string;
}

@Controller()
export class JobsController {
  constructor(
    private readonly source: DataSource,
    @Inject(Runs) private readonly runs: Runs,
    @Inject(FLOW_RUN_STATES) private readonly states: RunStates,
  ) {}

  /** Makes a job of a team; it is pending. */
  @Post('jobs')
  async create(@Body(new HydratePipe(NewJob)) { name, team }: NewJob) {
    const { flow } = await this.runs.createFlow({ name: 'jobs', tags: [] });
    const { run, state } = await this.runs.createFlowRun({ name, flowId: flow.id });
    await this.source.manager.update(JobRun, run.id, { team });
    return { id: run.id, state };
  }

  /** Asks Prefect's rules whether a job may come into a state. */
  @Post('jobs/:id/states')
  async propose(@Param('id', UuidPipe) id: string, @Body(new HydratePipe(StateCreate)) state: StateCreate) {
    return this.states.propose(id, state);
  }

  /** The jobs of a team, each with the state that it is in. */
  @Get('teams/:team/jobs')
  async jobsOf(@Param('team') team: string) {
    const jobs = await this.source.manager.find(JobRun, { where: { team }, order: { name: 'ASC' } });
    const states = await this.states.current(jobs.map(({ id }) => id));
    return jobs.map(({ id, name }) => ({ id, name, state: states.get(id) }));
  }
}
