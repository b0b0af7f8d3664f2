import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { State } from 'prefect-states';
import { withModelSchemas } from 'prefect-states/nest';
import { FlowRunPolicy } from 'prefect-states/transitions';
import { Job } from './job.dto.js';

/** The document of the application: its routes as the plugin finds them, its models by their own fields. */
export function describe(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle('Jobs').build();
  return withModelSchemas(SwaggerModule.createDocument(app, config), [Job, State, FlowRunPolicy]);
}
