export { DirectoryPackage, type DirectoryPackageOptions } from './directory-package.ts';
export { findInstalled, type InstalledAnswer, type InstalledQuery } from './find-installed.ts';
export { readArchive, type ArchiveOptions } from './archive-package.ts';
export { collectPackage } from './collect-package.ts';
export { ARCHIVE_LIMITS, type ArchiveAbout, type ArchiveLimits } from './archive-rules.ts';
