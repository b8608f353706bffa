import { mergeLayers, setAt, valueAt, type ConfigTree } from './layers.ts';
import { configKeys, type ConfigKey } from './reference.ts';
import { configSchema, type TwinMcpConfig } from './schema.ts';

/** Keys whose values differ, in the order of the schema. */
export function changedKeys(before: TwinMcpConfig, after: TwinMcpConfig): ConfigKey[] {
  return configKeys().filter(({ path }) => JSON.stringify(valueAt(before, path.split('.'))) !== JSON.stringify(valueAt(after, path.split('.'))));
}

/** `next`, except that keys read only at start keep the values of `running`. */
export function keepRestartKeys(running: TwinMcpConfig, next: TwinMcpConfig): TwinMcpConfig {
  const kept: ConfigTree = mergeLayers(next as ConfigTree);
  for (const key of configKeys()) if (key.restart) setAt(kept, key.path, valueAt(running, key.path.split('.')));
  return configSchema.parse(kept);
}

/** What all processes of a mesh share: every key that can change at run time and is not local to one process. Flat: key → value. */
export function sharedValues(config: TwinMcpConfig): Record<string, unknown> {
  return Object.fromEntries(configKeys().filter((key) => !key.restart && !key.local).map(({ path }) => [path, valueAt(config, path.split('.'))]));
}

/** The tree of shared values that this release knows; keys of a newer release are left out, restart-only and local ones never taken. */
export function sharedLayer(values: Readonly<Record<string, unknown>>): ConfigTree {
  const layer: ConfigTree = {};
  for (const key of configKeys()) if (!key.restart && !key.local && Object.hasOwn(values, key.path)) setAt(layer, key.path, values[key.path]);
  return layer;
}
