import { Controller, Get, Header, HttpCode, Inject, Res } from '@nestjs/common';
import type { ServiceHealth } from '@twinmcp/contracts';
import type { MessageBus } from '@twinmcp/messaging';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { HEALTH_REGISTRY, MESSAGE_BUS, METRICS_REGISTRY } from '../tokens.ts';
import type { HealthRegistry } from './health-registry.ts';

/** For orchestrators and collectors: is the process alive, may it get traffic, what does it measure. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(HEALTH_REGISTRY) private readonly registry: HealthRegistry,
    @Inject(METRICS_REGISTRY) private readonly metrics: Registry,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
  ) {}

  @Get('health/live')
  @HttpCode(200)
  live(): { status: 'alive' } {
    return { status: 'alive' };
  }

  /** 503 while starting, draining or cut off from the bus. A degraded service still answers. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ready' | 'not-ready'; bus: string; services: ServiceHealth[] }> {
    const services = await Promise.all(this.registry.services.map((service) => this.registry.report(service)));
    const ready = this.bus.state === 'connected' && services.every(({ state }) => state === 'ready' || state === 'degraded');
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', bus: this.bus.state, services };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(): Promise<string> {
    return this.metrics.metrics();
  }
}
