import type { Ecosystem } from '@twinmcp/contracts';

/** Where everybody can read what is published; what another host gives may be somebody's own. */
const PUBLIC_HOSTS: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ['registry.npmjs.org', 'registry.yarnpkg.com', 'registry.npmjs.com'],
  pypi: ['pypi.org', 'files.pythonhosted.org', 'pypi.python.org'],
  cargo: ['crates.io', 'index.crates.io', 'static.crates.io'],
  go: ['proxy.golang.org'],
  maven: ['repo.maven.apache.org', 'repo1.maven.org'],
};

/** `host` as in an address, with a port where it has one. */
export function isPublicRegistry(ecosystem: Ecosystem, host: string): boolean {
  return PUBLIC_HOSTS[ecosystem].includes(host.toLowerCase());
}

/** Of hosts that serve one registry together any is as good as the other. */
export function isSameRegistry(ecosystem: Ecosystem, one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase() || (isPublicRegistry(ecosystem, one) && isPublicRegistry(ecosystem, other));
}

/** A package.json that says that its package is not for everybody. */
export function isHiddenManifest(manifest: Readonly<Record<string, unknown>>): boolean {
  const published = manifest['publishConfig'] as { registry?: unknown; access?: unknown } | null | undefined;
  const registry = typeof published?.registry === 'string' && URL.canParse(published.registry) ? new URL(published.registry).host : null;
  return manifest['private'] === true || manifest['license'] === 'UNLICENSED' || (registry !== null && !isPublicRegistry('npm', registry)) || published?.access === 'restricted';
}
