/** Where a lock file says that a package comes from, and what it promises of its archive. Left out where it says nothing. */
export interface LockProvenance {
  /** Host of the registry. */
  readonly registry?: string;
  /** Any of these: `sha512-<base64>`, `sha256:<hex>`, `h1:<base64>` (go.sum). */
  readonly integrity?: readonly string[];
  /** Of a package from a repository: its address with the commit behind `#`. */
  readonly repository?: string;
}

/** A repository and the commit that was taken; nothing when either is missing. */
export function repositoryProvenance(address: unknown, commit?: unknown): LockProvenance {
  if (typeof address !== 'string' || address.length > 2_000) return {};
  const whole = commit === undefined || address.includes('#') ? address : `${address}#${String(commit)}`;
  return /#[0-9a-f]{40}/.test(whole) ? { repository: whole } : {};
}

/** `address` is of the archive or the registry; a registry that has a short name in lock files is given by it. */
export function provenance(address: unknown, integrity: readonly unknown[]): LockProvenance {
  const promised = integrity.filter((one): one is string => typeof one === 'string' && one !== '' && one.length < 4_000);
  const registry = typeof address === 'string' ? hostOf(address) : null;
  return { ...(registry !== null && { registry }), ...(promised.length > 0 && { integrity: promised }) };
}

function hostOf(address: string): string | null {
  // Cargo's own index is named by its repository.
  if (/^(?:registry|sparse)\+https:\/\/(?:github\.com\/rust-lang\/crates\.io-index|index\.crates\.io)/.test(address)) return 'crates.io';
  return /^(?:(?:registry|sparse)\+)?https?:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(address)?.[1]?.toLowerCase() ?? null;
}
