export type { DeclaredDependency, DependencyScope, LockedVersions, ManifestContent, ManifestFile, ManifestProblem, ManifestReader } from './manifest.ts';
export { ListDependencies, type ListDependenciesLimits } from './list-dependencies.usecase.ts';
export { parsePackageJson, type PackageJson } from './npm/parse-package-json.ts';
export { parsePackageLock, type PackageLock } from './npm/parse-package-lock.ts';
export { normalName, parseRequirement } from './python/parse-requirement.ts';
export { parseRequirementsTxt, type RequirementsTxt } from './python/parse-requirements-txt.ts';
export { parsePyproject } from './python/parse-pyproject.ts';
export { parsePythonLock } from './python/parse-python-lock.ts';
export { parseGoMod, parseGoWork } from './go/parse-go-mod.ts';
