import { Global, Inject, Module, type BeforeApplicationShutdown, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, HttpAdapterHost, MetadataScanner } from '@nestjs/core';
import type { LiveConfig } from '@twinmcp/configuration';
import { BusRpcClient, type KeyValueStore, type MessageBus, type WorkQueue } from '@twinmcp/messaging';
import { HANDLER_HOST, KEY_VALUE_STORE, LIVE_CONFIG, MESSAGE_BUS, MESSAGING_OBSERVER, RPC_CLIENT, WORK_QUEUE } from '../tokens.ts';
import { registerHandlers } from './handler-explorer.ts';
import { HandlerHost, type HostObserver } from './handler-host.ts';
import { TracedWorkQueue } from './traced-work-queue.ts';

export interface Transports {
  readonly bus: MessageBus;
  readonly queue: WorkQueue;
  readonly kv: KeyValueStore;
}

export interface MessagingOptions extends Transports {
  /** Closes the transports after everything else has shut down. Leave it out when the caller closes them. */
  readonly close?: () => Promise<void>;
  /**
   * For several services in one process: how long to go on serving at shutdown until no call is in hand, milliseconds,
   * because a call in hand may still need the others. Default 10 s; 0 = stop taking at once, for a service of the mesh.
   */
  readonly drainTimeoutMs?: number | (() => number);
  /** For several services of one build in one process, see `RpcClientOptions`. Default false. */
  readonly trustReplies?: boolean;
}

const OPTIONS = Symbol('twinmcp.MessagingOptions');

/**
 * Serves the handlers of all modules over the transports given. Global: import it once, in the root module.
 *
 * Shutdown, in Nest's hooks: onModuleDestroy gives jobs back to the queue; beforeApplicationShutdown ends the HTTP listener
 * (requests in hand finish) and then drains the calls; so release stores and pools in **onApplicationShutdown**, when no
 * handler runs any more.
 */
@Global()
@Module({})
export class MessagingModule implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(OPTIONS) private readonly options: MessagingOptions,
    @Inject(HANDLER_HOST) private readonly host: HandlerHost,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
  ) {}

  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: MESSAGE_BUS, useValue: options.bus },
        { provide: WORK_QUEUE, inject: [{ token: MESSAGING_OBSERVER, optional: true }], useFactory: (observer?: HostObserver) => new TracedWorkQueue(options.queue, observer) },
        { provide: KEY_VALUE_STORE, useValue: options.kv },
        { provide: RPC_CLIENT, inject: [{ token: MESSAGING_OBSERVER, optional: true }], useFactory: (observer?: HostObserver) => new BusRpcClient(options.bus, { observer, trustReplies: options.trustReplies }) },
        { provide: HANDLER_HOST, inject: [{ token: MESSAGING_OBSERVER, optional: true }], useFactory: (observer?: HostObserver) => new HandlerHost(options.bus, options.queue, observer) },
      ],
      exports: [MESSAGE_BUS, WORK_QUEUE, KEY_VALUE_STORE, RPC_CLIENT, HANDLER_HOST],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await registerHandlers(this.discovery, this.scanner, this.host, this.config.current);
    await this.host.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.host.drainJobs();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.http.httpAdapter?.close();
    const { drainTimeoutMs = 10_000 } = this.options;
    await this.host.drainCalls(typeof drainTimeoutMs === 'function' ? drainTimeoutMs() : drainTimeoutMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.options.close?.();
  }
}
