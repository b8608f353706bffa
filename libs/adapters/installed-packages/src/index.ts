export { InstalledPackages, type InstalledPackagesOptions } from './installed-packages.ts';
export type { FoundPackage, ScanProblem } from './model.ts';
