/** Of the thread that holds the indexes. */
export interface IndexThreadData {
  readonly root: string;
  readonly model: string;
  readonly dimensions: number;
}

/** The thread gave an index up. */
export interface IndexReset {
  readonly workspaceId: string;
  readonly reason: string;
}

/** What is asked of one index: the number that opening it gave, then its own method. */
export const INDEX_METHODS = ['knownTexts', 'replaceFiles', 'deleteFiles', 'listFiles', 'fileHash', 'readFiles', 'lexical', 'dense', 'publish', 'stats', 'importFiles', 'settled'] as const;
export type IndexMethod = (typeof INDEX_METHODS)[number];

/** Files of an index that is read out come in pages of about so many chunks. */
export const CHUNKS_OF_A_PAGE = 2_000;
