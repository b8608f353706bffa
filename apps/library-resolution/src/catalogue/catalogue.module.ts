import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CATALOGUE_PROVIDERS } from './catalogue.providers.ts';
import { LibraryCatalogueController } from './library-catalogue.controller.ts';
import { LibraryShelf } from './library-shelf.ts';

/** The catalogue of libraries: searched in memory, kept in the relational store once there is something to keep. */
@Module({ controllers: [LibraryCatalogueController], providers: CATALOGUE_PROVIDERS, exports: CATALOGUE_PROVIDERS })
export class CatalogueModule implements OnApplicationShutdown {
  constructor(@Inject(LibraryShelf) private readonly shelf: LibraryShelf) {}

  onApplicationShutdown(): void {
    this.shelf.close();
  }
}
