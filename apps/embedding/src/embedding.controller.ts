import { Controller, Inject } from '@nestjs/common';
import { embedding, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { DeleteFiles } from './delete-files.usecase.ts';
import { DropWorkspace } from './drop-workspace.usecase.ts';
import { EmbedTexts } from './embed-texts.usecase.ts';
import { IndexStatistics } from './index-stats.usecase.ts';
import { ListFiles } from './list-files.usecase.ts';
import { PublishGeneration } from './publish-generation.usecase.ts';
import { SearchChunks } from './search-chunks.usecase.ts';
import { UpsertFiles } from './upsert-files.usecase.ts';

@Controller()
export class EmbeddingController {
  constructor(
    @Inject(UpsertFiles) private readonly upsert: UpsertFiles,
    @Inject(DeleteFiles) private readonly remove: DeleteFiles,
    @Inject(PublishGeneration) private readonly publish: PublishGeneration,
    @Inject(ListFiles) private readonly list: ListFiles,
    @Inject(DropWorkspace) private readonly drop: DropWorkspace,
    @Inject(SearchChunks) private readonly searching: SearchChunks,
    @Inject(IndexStatistics) private readonly statistics: IndexStatistics,
    @Inject(EmbedTexts) private readonly texts: EmbedTexts,
  ) {}

  @RpcHandler(embedding.upsertFiles)
  upsertFiles(input: RpcParsedInput<typeof embedding.upsertFiles>, ctx: RpcContext) {
    return this.upsert.execute(input, ctx);
  }

  @RpcHandler(embedding.deleteFiles)
  deleteFiles(input: RpcParsedInput<typeof embedding.deleteFiles>, _ctx: RpcContext) {
    return this.remove.execute(input);
  }

  @RpcHandler(embedding.publishGeneration)
  publishGeneration(input: RpcParsedInput<typeof embedding.publishGeneration>, _ctx: RpcContext) {
    return this.publish.execute(input);
  }

  @RpcHandler(embedding.listFiles)
  listFiles(input: RpcParsedInput<typeof embedding.listFiles>, _ctx: RpcContext) {
    return this.list.execute(input);
  }

  @RpcHandler(embedding.dropWorkspace)
  dropWorkspace(input: RpcParsedInput<typeof embedding.dropWorkspace>, _ctx: RpcContext) {
    return this.drop.execute(input);
  }

  @RpcHandler(embedding.search)
  search(input: RpcParsedInput<typeof embedding.search>, ctx: RpcContext) {
    return this.searching.execute(input, ctx);
  }

  @RpcHandler(embedding.indexStats)
  indexStats(input: RpcParsedInput<typeof embedding.indexStats>, _ctx: RpcContext) {
    return this.statistics.execute(input);
  }

  @RpcHandler(embedding.embedTexts)
  embedTexts(input: RpcParsedInput<typeof embedding.embedTexts>, ctx: RpcContext) {
    return this.texts.execute(input, ctx);
  }
}
