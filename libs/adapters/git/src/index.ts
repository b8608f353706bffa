export type { Baseline } from './baseline.ts';
export { GitInfo } from './git-info.ts';
export { GitSource, type GitSourceOptions } from './git-source.ts';
export { checkRef, checkUrl, redactUrl } from './git-reference.ts';
