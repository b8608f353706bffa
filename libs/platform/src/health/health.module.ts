import { Inject, Injectable, Module, SetMetadata, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { health, type ServiceName } from '@twinmcp/contracts';
import type { HandlerHost } from '../messaging/handler-host.ts';
import { HANDLER_HOST, HEALTH_REGISTRY } from '../tokens.ts';
import type { HealthContributor, HealthRegistry } from './health-registry.ts';

const CONTRIBUTES = 'twinmcp.health-of';
const SERVICE = Symbol('twinmcp.HealthService');

/** Marks a provider class that implements `HealthContributor` as a dependency of a service. */
export const ContributesHealth = (service: ServiceName): ClassDecorator => SetMetadata(CONTRIBUTES, service);

@Injectable()
class HealthResponder implements OnModuleInit {
  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    @Inject(HANDLER_HOST) private readonly host: HandlerHost,
    @Inject(HEALTH_REGISTRY) private readonly registry: HealthRegistry,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
  ) {}

  async onModuleInit(): Promise<void> {
    this.registry.addService(this.service);
    for (const { instance, metatype } of this.discovery.getProviders() as { instance: HealthContributor; metatype: object | null }[]) {
      if (instance && metatype && Reflect.getMetadata(CONTRIBUTES, metatype) === this.service) this.registry.contribute(instance, this.service);
    }
    await this.host.rpc(health[this.service], () => this.registry.report(this.service));
  }
}

/** Each service module imports this once: answers its health RPC from its contributors. */
@Module({})
export class HealthModule {
  static forService(service: ServiceName): DynamicModule {
    return { module: HealthModule, imports: [DiscoveryModule], providers: [{ provide: SERVICE, useValue: service }, HealthResponder] };
  }
}
