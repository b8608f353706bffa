import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { contextAssembly, health } from '@twinmcp/contracts';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { createLogger, PlatformModule, RPC_CLIENT, StaticLiveConfig } from '@twinmcp/platform';
import { ContextAssemblyModule } from './index.ts';
import { PartnerServices } from './test-support/partner-services.ts';
import { DEMO } from './test-support/service-under-test.ts';

describe('ContextAssemblyModule', () => {
  it('serves its contracts and its health, and follows the configuration at run time', async () => {
    const partners = await new PartnerServices(DEMO).serve();
    const config = StaticLiveConfig.of({ logging: { level: 'silent' } });
    @Module({ imports: [PlatformModule.forRoot({ bus: partners.bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), config, logger: createLogger({ config, service: 'context-assembly' }), service: 'context-assembly' }), ContextAssemblyModule] })
    class Root {}
    const app = await NestFactory.createApplicationContext(Root, { logger: false });
    try {
      const rpc = app.get<RpcClient>(RPC_CLIENT);
      const ctx = () => newCallContext({ timeoutMs: 10_000 });
      expect(await rpc.call(health['context-assembly'], {}, ctx())).toMatchObject({ service: 'context-assembly', state: 'ready', dependencies: expect.arrayContaining([{ name: 'relational-store', state: 'substituted', detail: expect.stringContaining('PGlite') }]) });
      const answer = await rpc.call(contextAssembly.getContext, { workspaceId: 'demo', query: 'where is the reply serialised?' }, ctx());
      expect(answer.items[0]?.citation.path).toBe('lib/reply.js');
      expect(answer).toMatchObject({ budget: 4000, tokenizer: 'o200k_base', mode: 'hybrid' });
      expect((await rpc.call(contextAssembly.searchCode, { workspaceId: 'demo', query: 'reply' }, ctx())).hits.length).toBeGreaterThan(1);
      config.change({ hybrid: { default_mode: 'rag' } });
      expect((await rpc.call(contextAssembly.getContext, { workspaceId: 'demo', query: 'where is the reply serialised?' }, ctx())).mode).toBe('rag');
      config.change({ context: { default_budget: 300, max_budget: 500, tokenizer: 'cl100k_base' } });
      const ask = (more: object) => rpc.call(contextAssembly.getContext, { workspaceId: 'demo', query: 'where is the reply serialised?', ...more }, ctx());
      expect(await ask({})).toMatchObject({ budget: 300, tokenizer: 'cl100k_base' });
      expect(await ask({ budget: 500, tokenizer: 'o200k_base' })).toMatchObject({ budget: 500, tokenizer: 'o200k_base' });
      await expect(ask({ budget: 501 })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('500 (context.max_budget)') });
      await expect(rpc.call(contextAssembly.getContext, { workspaceId: 'demo', query: 'x', budget: 5 }, ctx())).rejects.toMatchObject({ code: 'invalid-input' });
    } finally {
      await app.close();
    }
  });
});
