export { StaticCodeEmbedder } from './static-code/static-code-embedder.ts';
