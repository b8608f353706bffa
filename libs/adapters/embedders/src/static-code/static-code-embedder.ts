import { StaticEmbedder } from './static-embedder.ts';

/** The product's own model of code and documentation (docs/embedding-model.md). */
export class StaticCodeEmbedder extends StaticEmbedder {
  constructor() {
    super('static-code-3', 256, new URL('./static-code-3.bin', import.meta.url));
  }
}
