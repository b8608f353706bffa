export const REQUIREMENTS: readonly string[] = ['requirements.txt', 'requirements-dev.txt', 'requirements-test.txt', 'dev-requirements.txt', 'test-requirements.txt', 'requirements/base.txt', 'requirements/dev.txt', 'requirements/test.txt', 'requirements/prod.txt', 'requirements/production.txt'];

/** Lock files whose versions are not read yet; that there is one is worth saying. */
export const UNREAD_LOCKS: readonly string[] = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

export const ROOT_MANIFESTS: readonly string[] = ['package.json', 'pyproject.toml', 'go.mod', 'go.work'];

export const LOCK_FILES: readonly { readonly path: string; readonly beside: string }[] = [
  { path: 'npm-shrinkwrap.json', beside: 'package.json' },
  { path: 'package-lock.json', beside: 'package.json' },
  { path: 'uv.lock', beside: 'pyproject.toml' },
  { path: 'poetry.lock', beside: 'pyproject.toml' },
];
