import { Controller, Get, Header, Inject, StreamableFile } from '@nestjs/common';

import { Metrics } from './metrics.js';

/** What Prometheus asks. */
@Controller('metrics')
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** Answers every measure, in the text form of Prometheus. */
  @Get()
  @Header('Cache-Control', 'no-store')
  async show(): Promise<StreamableFile> {
    const bytes = Buffer.from(await this.#metrics.text());
    return new StreamableFile(bytes, { type: this.#metrics.contentType, length: bytes.length });
  }
}
