export type { TokenCounter } from './token-counter.ts';
