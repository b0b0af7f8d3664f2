import { Body, Controller, Inject, NotFoundException, Param, type Type } from '@nestjs/common';

import { prefect3Routes, v3 } from '../../api/index.js';
import { HydratePipe } from '../../nest/index.js';
import { type ArtifactEntity } from '../../persistence/index.js';
import { ClientSignal } from '../requests.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { pageOf, PagePipe, queryOf } from '../searches.js';
import { type Store } from '../store.js';

const { artifacts } = prefect3Routes;

/** Makes the controller of artifacts. @source prefect 3.8.8, server/api/artifacts.py */
export function artifactsController({ paths, id: ID, store }: Mount): Type {
  @Controller([...paths])
  class ArtifactsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Keeps an artifact. */
    @Routed(artifacts.create)
    async create(
      @Body(new HydratePipe(artifacts.create.body)) body: v3.ArtifactCreate,
      @ClientSignal() signal: AbortSignal,
    ): Promise<v3.Artifact> {
      const { key, type, description, data, metadata, flowRunId, taskRunId } = body;
      const given = { key, type, description, data, metadata, flowRunId, taskRunId };
      return v3.Artifact.fromOrm(await this.#store.artifacts.make(given, { signal }));
    }

    /** Reads the newest artifact of a key. */
    @Routed(artifacts.readLatest)
    async readLatest(@Param('key') key: string): Promise<v3.Artifact> {
      return answerOf(await this.#store.artifacts.latest(key));
    }

    /** Reads an artifact. */
    @Routed(artifacts.read)
    async read(@Param('id', ID) id: string): Promise<v3.Artifact> {
      return answerOf(await this.#store.artifacts.find(id));
    }

    /** Finds artifacts. */
    @Routed(artifacts.filter)
    async filter(@Body(new PagePipe(artifacts.filter.fields)) body: v3.ArtifactPageQuery): Promise<v3.Artifact[]> {
      const page = pageOf(body);
      const query = queryOf(body);
      const filter = body.artifacts?.dict({ excludeNone: true }) ?? {};
      const found = query === null ? [] : await this.#store.artifacts.search(filter, query, page);
      return found.map((row) => v3.Artifact.fromOrm(row));
    }
  }
  return ArtifactsController;
}

function answerOf(row: ArtifactEntity | null): v3.Artifact {
  if (row === null) throw new NotFoundException('Artifact not found.');
  return v3.Artifact.fromOrm(row);
}
