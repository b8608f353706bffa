import { z } from 'zod';
import { defineRpc, SERVICES, type ServiceName } from '../rpc.ts';

export const DependencyHealth = z.object({ name: z.string(), state: z.enum(['up', 'down', 'substituted']), detail: z.string() });
export type DependencyHealth = z.output<typeof DependencyHealth>;

export const ServiceHealth = z.object({
  service: z.enum(SERVICES),
  instance: z.string(),
  state: z.enum(['starting', 'ready', 'draining', 'degraded']),
  version: z.string(),
  configRevision: z.number().int(),
  startedAt: z.number().int(),
  dependencies: z.array(DependencyHealth),
  rssBytes: z.number().int(),
});
export type ServiceHealth = z.output<typeof ServiceHealth>;

const healthOf = (service: ServiceName) =>
  defineRpc({ service, verb: 'health', idempotent: true, timeoutMs: 1_000, summary: `Liveness, readiness and dependencies of ${service}.`, input: z.object({}), output: ServiceHealth });

/** Every service answers `twinmcp.v1.<service>.health`. */
export const health = Object.fromEntries(SERVICES.map((service) => [service, healthOf(service)])) as Record<ServiceName, ReturnType<typeof healthOf>>;
