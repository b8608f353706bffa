import { Module } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { TokenCounters } from '@twinmcp/context';
import type { RpcClient } from '@twinmcp/messaging';
import { HealthModule, LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import { ContextAssemblyController } from './context-assembly.controller.ts';
import { GetContext } from './get-context.usecase.ts';
import { RetrievePlaces } from './retrieval/retrieve-places.usecase.ts';
import { SearchCode } from './search-code.usecase.ts';
import { TOKEN_COUNTERS } from './tokens.ts';

/** Owns a question from its words to the cited answer. Keeps no state but caches: any replica answers any request. */
@Module({
  imports: [HealthModule.forService('context-assembly')],
  controllers: [ContextAssemblyController],
  providers: [
    { provide: TOKEN_COUNTERS, useFactory: () => new GptTokenizerCounters() },
    { provide: RetrievePlaces, inject: [RPC_CLIENT, LIVE_CONFIG], useFactory: (rpc: RpcClient, config: LiveConfig) => new RetrievePlaces(rpc, config) },
    { provide: SearchCode, inject: [RetrievePlaces], useFactory: (retrieve: RetrievePlaces) => new SearchCode(retrieve) },
    { provide: GetContext, inject: [RetrievePlaces, RPC_CLIENT, LIVE_CONFIG, TOKEN_COUNTERS], useFactory: (retrieve: RetrievePlaces, rpc: RpcClient, config: LiveConfig, counters: TokenCounters) => new GetContext(retrieve, rpc, config, counters) },
  ],
})
export class ContextAssemblyModule {}
