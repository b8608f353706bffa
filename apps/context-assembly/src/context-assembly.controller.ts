import { Controller, Inject } from '@nestjs/common';
import { contextAssembly, workspaceIndexed, type EventPayload, type RpcParsedInput } from '@twinmcp/contracts';
import { EventHandler, RpcHandler, type RpcContext } from '@twinmcp/platform';
import { RankingCache } from './cache/ranking-cache.ts';
import { GetContext } from './get-context.usecase.ts';
import { SearchCode } from './search-code.usecase.ts';

@Controller()
export class ContextAssemblyController {
  constructor(
    @Inject(GetContext) private readonly getContextUseCase: GetContext,
    @Inject(SearchCode) private readonly searchCodeUseCase: SearchCode,
    @Inject(RankingCache) private readonly rankings: RankingCache,
  ) {}

  @RpcHandler(contextAssembly.getContext)
  getContext(input: RpcParsedInput<typeof contextAssembly.getContext>, ctx: RpcContext) {
    return this.getContextUseCase.execute(input, ctx);
  }

  @RpcHandler(contextAssembly.searchCode)
  searchCode(input: RpcParsedInput<typeof contextAssembly.searchCode>, ctx: RpcContext) {
    return this.searchCodeUseCase.execute(input, ctx);
  }

  @EventHandler(workspaceIndexed)
  async workspaceIndexed(event: EventPayload<typeof workspaceIndexed>): Promise<void> {
    this.rankings.changes.heard(event);
  }
}
