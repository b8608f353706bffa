export type { Baseline } from './baseline.ts';
export { GitHistory } from './git-history.ts';
export { GitInfo } from './git-info.ts';
export { cloneDirectory } from './git-repository.ts';
export { GitSource, type GitSourceOptions } from './git-source.ts';
export { checkRef, checkUrl, redactUrl } from './git-reference.ts';
