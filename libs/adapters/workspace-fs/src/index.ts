export { DirectorySource, canonicalRoot, type DirectorySourceOptions } from './directory-source.ts';
