import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tinyOnnx, type TinyModel } from './onnx-file.ts';

export const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'open', 'close', 'file', 'socket', '##s', 'query', 'passage', ':', 'é'] as const;
export const TINY_DIMENSIONS = 6;

/** Nothing regular: a token pooled wrongly, or padding pooled at all, shows. */
export const TINY_TABLE = WORDS.map((_, row) => Array.from({ length: TINY_DIMENSIONS }, (_unused, i) => Math.fround(Math.sin(1 + row * 7.3 + i * 2.1))));

const mark = (token: string) => ({ id: WORDS.indexOf(token as never), content: token, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });

/** As a tokenizer of the BERT family is published. */
export const TINY_TOKENIZER = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map(mark),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: false, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(WORDS.map((word, i) => [word, i])) },
};

export interface TinyFolder {
  readonly pooling?: Readonly<Record<string, unknown>> | null;
  readonly model?: Partial<TinyModel>;
  readonly maxTokens?: number;
  readonly prompts?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A folder as models are published, in a new temporary directory. */
export function writeTinyModel({ pooling = { pooling_mode_mean_tokens: true }, model = {}, maxTokens = 16, prompts, extra = {} }: TinyFolder = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiny-model-'));
  const json = (name: string, value: unknown) => writeFileSync(path.join(folder, name), JSON.stringify(value));
  writeFileSync(path.join(folder, 'model.onnx'), tinyOnnx({ table: TINY_TABLE, ...model }));
  json('tokenizer.json', TINY_TOKENIZER);
  json('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: 1e30 });
  json('config.json', { hidden_size: TINY_DIMENSIONS, max_position_embeddings: 512 });
  json('sentence_bert_config.json', { max_seq_length: maxTokens });
  if (prompts) json('config_sentence_transformers.json', { prompts });
  if (pooling) {
    const modules = ['Transformer', 'Pooling', 'Normalize'].map((type, idx) => ({ idx, name: String(idx), path: type === 'Pooling' ? '1_Pooling' : '', type: `sentence_transformers.models.${type}` }));
    json('modules.json', modules);
    mkdirSync(path.join(folder, '1_Pooling'));
    json('1_Pooling/config.json', { word_embedding_dimension: TINY_DIMENSIONS, ...pooling });
  }
  for (const [name, value] of Object.entries(extra)) json(name, value);
  return folder;
}
