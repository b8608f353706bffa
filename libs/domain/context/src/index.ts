export { approximateTokens, type TokenCounter, type TokenCounters, type TokenizerName } from './token-counter.ts';
export { understandQuery } from './query/understand-query.ts';
export type { PathMention, QueryName, QueryUnderstanding, StackFrame } from './query/model.ts';
