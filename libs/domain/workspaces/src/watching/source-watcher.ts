/** What is told of a watched root. Paths are relative to it, with `/`; a folder stands for all below it. */
export interface WatchListener {
  changed(paths: readonly string[]): void;
  /** Some events did not arrive: anything may have changed. */
  lost(reason: string): void;
  /** The root is gone or was moved away; nothing more will be told. */
  rootGone(): void;
  /** Watching broke; nothing more will be told. */
  failed(reason: string): void;
}

export interface WatchOptions {
  /** Folders nobody wants to hear of, relative to the root. */
  readonly ignoredFolders: readonly string[];
  /** The same by name, anywhere. */
  readonly ignoredNames: readonly string[];
}

export interface SourceWatch {
  stop(): Promise<void>;
}

/**
 * Tells of changes below a directory soon after they happen. It may tell of more than what changed, and may miss some:
 * who needs certainty compares now and then. Never follows a symbolic link. Rejects when this root cannot be watched
 * (it is gone, the system has no more watches to give, the platform has none). Implementations: the system's own events,
 * memory (tests).
 */
export interface SourceWatcher {
  watch(root: string, options: WatchOptions, listener: WatchListener): Promise<SourceWatch>;
}
