export { GatewayModule } from './gateway.module.ts';
export { gatewayService } from './gateway.service.ts';
export { configureGateway, createGatewayServer, gatewayAdapter, listenGateway, type GatewayServerOptions } from './http/server.ts';
export { GATEWAY_RUNTIME, GatewayRuntime } from './http/runtime.ts';
export { createMcpServer } from './mcp/create-mcp-server.ts';
export type { McpOptions } from './mcp/mcp-options.ts';
export { assertMayListen } from './security/listen-policy.ts';
export { buildOpenApi } from './openapi/build-openapi.ts';
