import type { Citation } from '@twinmcp/contracts';

/** What a question was about, of the words of the question and of what answered it. */
export interface Topic {
  readonly names: readonly string[];
  readonly paths: readonly string[];
  readonly words: readonly string[];
}

/** A place whose text a client has. */
export interface SentPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  /** Of the file when it was sent: the lines are what the client has while this is the same. */
  readonly fileHash: Citation['fileHash'];
  /** Not all of these lines were shown. */
  readonly truncated: boolean;
  readonly tokens: number;
}

/** One question of a conversation. No source text is kept. */
export interface Turn {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly query: string;
  readonly topic: Topic;
  /** Best first. */
  readonly sent: readonly SentPlace[];
}

/** Names are given by clients: the same name of another tenant or workspace is another conversation. */
export interface ConversationKey {
  readonly tenant: string;
  readonly workspaceId: string;
  readonly name: string;
}

export interface ConversationLimits {
  /** The oldest turns go first. */
  readonly turns: number;
  /** Conversations of one workspace; the one not used for the longest time goes first. */
  readonly conversations: number;
  /** Turns older than this are not there, milliseconds. */
  readonly retentionMs: number;
}

export interface ConversationStore {
  /** Oldest first; empty for a conversation that is not known. */
  read(key: ConversationKey, limits: ConversationLimits): Promise<Turn[]>;
  /** Returns the number that the turn got. Numbers of one conversation grow and are never given twice while it is kept. */
  append(key: ConversationKey, turn: Omit<Turn, 'number'>, limits: ConversationLimits): Promise<number>;
  /** Without a name all conversations of the workspace. Returns how many there were. */
  remove(key: Omit<ConversationKey, 'name'> & { readonly name?: string }): Promise<number>;
  /** Conversations that were not used since then, of all workspaces. */
  expire(unusedSince: number): Promise<number>;
}
