export { HashedTermsEmbedder } from './hashed-terms-embedder.ts';
