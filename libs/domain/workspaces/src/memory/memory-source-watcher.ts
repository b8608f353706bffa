import type { SourceWatch, SourceWatcher, WatchListener, WatchOptions } from '../watching/source-watcher.ts';

/** A watcher that a test speaks through. */
export class MemorySourceWatcher implements SourceWatcher {
  readonly watches = new Map<string, { readonly options: WatchOptions; readonly listener: WatchListener }>();
  /** When set, watching fails with it. */
  refusal: string | null = null;
  started = 0;

  async watch(root: string, options: WatchOptions, listener: WatchListener): Promise<SourceWatch> {
    if (this.refusal !== null) throw new Error(this.refusal);
    this.started++;
    const watch = { options, listener };
    this.watches.set(root, watch);
    return {
      stop: async () => {
        if (this.watches.get(root) === watch) this.watches.delete(root);
      },
    };
  }

  listener(root: string): WatchListener {
    const watch = this.watches.get(root);
    if (!watch) throw new Error(`${root} is not watched`);
    return watch.listener;
  }
}
