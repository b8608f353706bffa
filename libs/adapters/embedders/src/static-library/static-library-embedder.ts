import { StaticEmbedder } from '../static-code/static-embedder.ts';

/** The product's own model of what libraries say of themselves (docs/libraries.md, "The model of library language"). */
export class StaticLibraryEmbedder extends StaticEmbedder {
  constructor() {
    super('static-library-1', 192, new URL('./static-library-1.bin', import.meta.url));
  }
}
