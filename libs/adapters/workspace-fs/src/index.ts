export { DirectorySource, canonicalRoot, type DirectorySourceOptions } from './directory-source.ts';
export { NativeSourceWatcher } from './watch/native-source-watcher.ts';
