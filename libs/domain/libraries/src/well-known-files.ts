export const REQUIREMENTS: readonly string[] = ['requirements.txt', 'requirements-dev.txt', 'requirements-test.txt', 'dev-requirements.txt', 'test-requirements.txt', 'requirements/base.txt', 'requirements/dev.txt', 'requirements/test.txt', 'requirements/prod.txt', 'requirements/production.txt'];

export const ROOT_MANIFESTS: readonly string[] = ['package.json', 'pyproject.toml', 'go.mod', 'go.work', 'Cargo.toml', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
