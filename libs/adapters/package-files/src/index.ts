export { DirectoryPackage, type DirectoryPackageOptions } from './directory-package.ts';
export { findInstalled, type InstalledAnswer, type InstalledQuery } from './find-installed.ts';
export { ARCHIVE_LIMITS, readArchive, type ArchiveLimits } from './archive-package.ts';
