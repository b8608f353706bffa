import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AstAnalysisModule } from '@twinmcp/app-ast-analysis';
import { ContextAssemblyModule } from '@twinmcp/app-context-assembly';
import { EmbeddingModule } from '@twinmcp/app-embedding';
import { createGatewayServer, GatewayModule, listenGateway } from '@twinmcp/app-gateway';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { MonitoringModule } from '@twinmcp/app-monitoring';
import { NestLogger, PlatformModule, type PlatformOptions } from '@twinmcp/platform';

export interface ApplicationOptions {
  readonly platform: PlatformOptions;
  readonly listen: boolean;
}

/** One Nest application of the six service modules: the same modules that run as six processes in the mesh. */
export async function createApplication({ platform, listen }: ApplicationOptions): Promise<{ app: INestApplicationContext; url: string | null }> {
  const imports = [PlatformModule.forRoot(platform), AstAnalysisModule, EmbeddingModule, LibraryResolutionModule, ContextAssemblyModule, MonitoringModule, GatewayModule];
  if (listen) {
    const app = await createGatewayServer({ imports, live: platform.config });
    try {
      return { app, url: await listenGateway(app, platform.config) };
    } catch (error) {
      await app.close();
      throw error;
    }
  }
  @Module({ imports })
  class EmbeddedRoot {}
  return { app: await NestFactory.createApplicationContext(EmbeddedRoot, { logger: new NestLogger(platform.logger), abortOnError: false }), url: null };
}
