import type { AnswerFormat } from './model.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { xml } from './xml.ts';

export const FORMATS: Readonly<Record<'markdown' | 'xml' | 'json', AnswerFormat>> = { markdown, xml, json };
