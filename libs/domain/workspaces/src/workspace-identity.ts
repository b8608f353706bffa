import type { WorkspaceSource } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';

/** `fastify-3f2a9c41d0`: readable, and the same for the same source. `source` must be canonical: the real path of a directory, the URL as given. */
export function workspaceId(source: WorkspaceSource, tenant = 'default'): string {
  const canonical = source.kind === 'directory' ? ['directory', source.root] : ['git', source.url, source.ref];
  return `${slug(defaultName(source))}-${contentHash(JSON.stringify(tenant === 'default' ? canonical : [tenant, ...canonical]), 10)}`;
}

export function defaultName(source: WorkspaceSource): string {
  const path = source.kind === 'directory' ? source.root : source.url.replace(/\/+$/, '').replace(/(\/?\.git)?$/, '');
  return path.split(/[/\\:]/).findLast((part) => part !== '') ?? 'workspace';
}

function slug(name: string): string {
  const ascii = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return ascii.slice(0, 40).replace(/-+$/, '') || 'workspace';
}
