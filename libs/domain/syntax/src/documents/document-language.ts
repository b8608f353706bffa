import type { ImportLink } from '../links/model.ts';
import type { CodeSymbol } from '../model.ts';
import type { DocumentText } from './document-text.ts';

export interface DocumentOutline {
  readonly symbols: CodeSymbol[];
  readonly imports: ImportLink[];
}

/** A language that needs no grammar: what it declares stands at the beginning of lines and between brackets. */
export interface DocumentLanguage {
  /** Names of `detectLanguage`. */
  readonly languages: readonly string[];
  /** What the scanner must not see: comments and strings are blanked, character for character. */
  readonly hidden: RegExp;
  readonly scan: (text: DocumentText, outline: DocumentOutline) => void;
}

/** More symbols than this in one file is data. */
export const MAX_DOCUMENT_SYMBOLS = 5_000;
