export { GptTokenizerCounter, MAX_TEXT_LENGTH } from './gpt-tokenizer-counter.ts';
export { GptTokenizerCounters } from './gpt-tokenizer-counters.ts';
