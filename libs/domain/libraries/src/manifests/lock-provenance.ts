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
  const repository = /#[0-9a-f]{40}/.test(whole) ? whole : (ofArchive(whole) ?? ofBerry(whole));
  return repository === null ? {} : { repository };
}

/** Whether an address is of a commit of a repository, in any of the forms that lock files have. */
export function isCommit(address: unknown): boolean {
  return repositoryProvenance(address).repository !== undefined;
}

const COMMIT = '([0-9a-f]{40}(?:[0-9a-f]{24})?)';
/** What package managers fetch instead of cloning: the archive that a host makes of one commit. Owner, project, commit. */
const ARCHIVES: readonly (readonly [RegExp, host: string])[] = [
  [new RegExp(String.raw`^https://codeload\.github\.com/([\w.-]+)/([\w.-]+)/(?:legacy\.)?tar\.gz/${COMMIT}$`), 'github.com'],
  [new RegExp(String.raw`^https://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(?:archive|tarball)/${COMMIT}(?:\.tar\.gz)?$`), 'github.com'],
  [new RegExp(String.raw`^https://gitlab\.com/api/v4/projects/([\w.-]+)(?:%2F|/)([\w.-]+)/repository/archive\.tar\.gz\?(?:ref|sha)=${COMMIT}$`, 'i'), 'gitlab.com'],
  [new RegExp(String.raw`^https://gitlab\.com/([\w.-]+)/([\w.-]+)/(?:-/archive/|repository/archive\.tar\.gz\?ref=)${COMMIT}`), 'gitlab.com'],
  [new RegExp(String.raw`^https://bitbucket\.org/([\w.-]+)/([\w.-]+)/get/${COMMIT}\.tar\.gz$`), 'bitbucket.org'],
];

function ofArchive(address: string): string | null {
  for (const [pattern, host] of ARCHIVES) {
    const match = pattern.exec(address);
    if (match) return `git+https://${host}/${match[1]}/${match[2]}.git#${match[3]}`;
  }
  return null;
}

/** `name@https://host/owner/project.git#commit=…` of Yarn. Of a package in a folder of its repository the whole repository would tell something else. */
function ofBerry(address: string): string | null {
  const match = new RegExp(String.raw`^(.+?)#(?:[^#]*&)?commit=${COMMIT}(?:&[^#]*)?$`).exec(address);
  if (!match || /[#&](?:workspace|cwd)=/.test(address)) return null;
  const place = match[1]!.replace(/^(?:@[^/@]+\/)?[^/@]+@(?=\w+:|git@)/, '');
  return `${place.replace(/^(?:[\w.-]+@)([^/:]+):(?!\/)/, 'ssh://git@$1/')}#${match[2]}`;
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
