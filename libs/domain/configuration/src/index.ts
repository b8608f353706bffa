export { configSchema, type TwinMcpConfig } from './schema.ts';
export type { LiveConfig } from './live-config.ts';
export { byteSize, duration } from './units.ts';
