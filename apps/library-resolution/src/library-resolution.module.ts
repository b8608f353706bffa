import { Module } from '@nestjs/common';
import { HealthModule } from '@twinmcp/platform';
import { CatalogueModule } from './catalogue/catalogue.module.ts';
import { DependenciesModule } from './dependencies/dependencies.module.ts';
import { DocsModule } from './docs/docs.module.ts';
import { LibraryResolutionHandlers } from './library-resolution.handlers.ts';

/** Owns libraries: what a workspace depends on, in which exact version. Keeps no state: any replica answers any request. */
@Module({ imports: [HealthModule.forService('library-resolution'), CatalogueModule, DependenciesModule, DocsModule], controllers: [LibraryResolutionHandlers] })
export class LibraryResolutionModule {}
