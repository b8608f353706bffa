import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { workspaceIndexed, type EventPayload } from '@twinmcp/contracts';
import { newCallContext, type KeyValueStore, type RpcClient } from '@twinmcp/messaging';
import { EventHandler, KEY_VALUE_STORE, LIVE_CONFIG, LOGGER, RPC_CLIENT } from '@twinmcp/platform';
import type { Logger } from 'pino';
import { DOC_USE_CASES, type DocUseCases } from '../docs/docs.use-cases.ts';
import { DEPENDENCY_USE_CASES, type DependencyUseCases } from './dependencies.use-cases.ts';
import { FollowDependencies, followQuietly } from './follow-dependencies.usecase.ts';
import { sendWebhooks } from './send-webhooks.ts';

/** Hears of every run that changed an index. */
@Controller()
export class FollowHandlers implements OnModuleDestroy {
  /** A receiver that is away is waited for no longer than the service lives. */
  readonly #stop = new AbortController();
  readonly #follow: FollowDependencies;

  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(KEY_VALUE_STORE) kv: KeyValueStore,
    @Inject(LIVE_CONFIG) config: LiveConfig,
    @Inject(DEPENDENCY_USE_CASES) dependencies: DependencyUseCases,
    @Inject(DOC_USE_CASES) docs: DocUseCases,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const settings = () => ({ limits: { maxLockFileBytes: config.current.libraries.max_lock_file, maxManifests: config.current.libraries.max_manifests }, autoIndex: config.current.libraries.docs.auto_index });
    this.#follow = new FollowDependencies(this.rpc, kv, settings, dependencies.sources, docs.index, (event) => sendWebhooks(config.current.libraries.webhooks, event, (message) => this.logger.warn(message), undefined, this.#stop.signal));
  }

  onModuleDestroy(): void {
    this.#stop.abort();
  }

  @EventHandler(workspaceIndexed)
  async workspaceIndexed(event: EventPayload<typeof workspaceIndexed>, ctx: Parameters<FollowDependencies['execute']>[1]): Promise<void> {
    // Documentation takes longer to index than an event may take to be heard.
    await followQuietly(this.#follow, event, newCallContext({ timeoutMs: 120_000, tenant: ctx.tenant, traceparent: ctx.traceparent }), (message) => this.logger.warn(message));
  }
}
