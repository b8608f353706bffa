import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AstAnalysisModule } from '@twinmcp/app-ast-analysis';
import { ContextAssemblyModule } from '@twinmcp/app-context-assembly';
import { EmbeddingModule } from '@twinmcp/app-embedding';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { MonitoringModule } from '@twinmcp/app-monitoring';
import { HealthModule, NestLogger, PlatformModule, type PlatformOptions } from '@twinmcp/platform';

export interface ApplicationOptions {
  readonly platform: PlatformOptions;
  readonly listen: boolean;
}

/** One Nest application of the six service modules: the same modules that run as six processes in the mesh. */
export async function createApplication({ platform, listen }: ApplicationOptions): Promise<{ app: INestApplicationContext; url: string | null }> {
  const imports = [PlatformModule.forRoot(platform), AstAnalysisModule, EmbeddingModule, LibraryResolutionModule, ContextAssemblyModule, MonitoringModule];
  if (listen) {
    const { createGatewayServer, GatewayModule, listenGateway } = await import('@twinmcp/app-gateway');
    const app = await createGatewayServer({ imports: [...imports, GatewayModule], live: platform.config });
    try {
      return { app, url: await listenGateway(app, platform.config) };
    } catch (error) {
      await app.close();
      throw error;
    }
  }
  // Nothing listens, so of the gateway only its health is there: loading HTTP and MCP would be a tenth of the start of a command.
  @Module({ imports: [...imports, HealthModule.forService('gateway')] })
  class EmbeddedRoot {}
  return { app: await NestFactory.createApplicationContext(EmbeddedRoot, { logger: new NestLogger(platform.logger), abortOnError: false }), url: null };
}
