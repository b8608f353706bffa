import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { handlerMark } from './decorators.ts';
import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { HandlerHost } from './handler-host.ts';

/** Hands every decorated method of every provider and controller to the host. */
export async function registerHandlers(discovery: DiscoveryService, scanner: MetadataScanner, host: HandlerHost, config: TwinMcpConfig): Promise<void> {
  const seen = new Set<object>();
  for (const wrapper of [...discovery.getProviders(), ...discovery.getControllers()]) {
    const instance = wrapper.instance as Record<string, (...args: never[]) => never> | null | undefined;
    if (typeof instance !== 'object' || instance === null || !wrapper.isDependencyTreeStatic() || seen.has(instance)) continue;
    seen.add(instance);
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (!prototype || prototype === Object.prototype) continue;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const mark = handlerMark((prototype as Record<string, unknown>)[name]);
      if (!mark) continue;
      const invoke = (...args: unknown[]) => instance[name]!(...(args as never[]));
      if (mark.kind === 'rpc') await host.rpc(mark.contract, invoke);
      else if (mark.kind === 'event') await host.event(mark.event, invoke);
      else await host.queue(mark.queue, invoke, { concurrency: typeof mark.concurrency === 'number' ? mark.concurrency : mark.concurrency(config) });
    }
  }
}
