// what a compiler says of the package's types beside those of Nest 11; this is compiled, and not run
import { Body, Controller, Inject, Module, Param, Post } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { State, StateCreate } from 'prefect-states';
import {
  FLOW_RUN_STATES,
  HydratePipe,
  PrefectStatesModule,
  StateJsonInterceptor,
  UuidPipe,
  ValidationFilter,
} from 'prefect-states/nest';
import { RunStates } from 'prefect-states/persistence';

@Controller('runs')
class RunsController {
  constructor(@Inject(FLOW_RUN_STATES) private readonly states: RunStates) {}

  @Post(':id/states')
  append(@Param('id', UuidPipe) id: string, @Body(new HydratePipe(StateCreate)) create: StateCreate): Promise<State> {
    return this.states.append(id, State.parse(create));
  }
}

@Module({
  imports: [PrefectStatesModule.forRoot({ url: 'sqlite:states.db' })],
  controllers: [RunsController],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
    { provide: APP_FILTER, useClass: ValidationFilter },
  ],
})
export class AppModule {}
