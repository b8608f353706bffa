export { approximateTokens, type TokenCounter, type TokenCounters, type TokenizerName } from './token-counter.ts';
