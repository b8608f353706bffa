import type { Ecosystem } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { isPublicRegistry, registryName } from '@twinmcp/libraries';
import { hostOf } from './attempt.ts';
import { checkIntegrity, fromHex } from './integrity.ts';
import type { PoliteClient } from './polite-client.ts';
import { isModulePath, SENDABLE, type RegistryUrls } from './registry-reader.ts';
import { number, object, parseJson, text } from './values.ts';

/** A file that holds one version of a package. */
export interface ArchiveOffer {
  readonly url: string;
  readonly format: 'tgz' | 'zip';
  /** What the registry promises of it (`sha512-<base64>`); empty = nothing. */
  readonly integrity: readonly string[];
  readonly bytes: number | null;
}

export interface DownloadedArchive {
  readonly bytes: Buffer;
  /** The algorithm that proved it; null = no checksum is known for it. */
  readonly verified: string | null;
}

export interface ArchiveOffers {
  /** Best first: a source distribution has guides and changelog, which a wheel has not. */
  readonly offers: readonly ArchiveOffer[];
  /** Host of the registry. */
  readonly origin: string;
  /** Not of a registry that everybody can read, or not for everybody by its own words. */
  readonly private: boolean;
}

type Asked = { readonly signal?: AbortSignal | undefined };

/** Files that go with a registry and lie elsewhere. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = { 'pypi.org': ['files.pythonhosted.org'], 'crates.io': ['static.crates.io'], 'proxy.golang.org': ['storage.googleapis.com'] };
const NPM_SHORT = 'application/vnd.npm.install-v1+json';
const VERSION = /^[0-9A-Za-z][\w.+!~-]{0,255}$/;

/** Archives of exact versions from the registries, checked against what was promised of them. */
export class RegistryArchives {
  readonly #client: PoliteClient;
  readonly #urls: RegistryUrls;
  /** Hosts beside the registries that archives may come from. */
  readonly #hosts: readonly string[];
  readonly #publicHosts: readonly string[];
  readonly #maxBytes: number;

  constructor(client: PoliteClient, urls: RegistryUrls, options: { readonly hosts: readonly string[]; /** Mirrors of public registries. */ readonly publicHosts: readonly string[]; readonly maxBytes: number }) {
    this.#client = client;
    this.#urls = urls;
    this.#hosts = options.hosts;
    this.#publicHosts = options.publicHosts;
    this.#maxBytes = options.maxBytes;
  }

  /** Host of the registry of an ecosystem; null where there is none. */
  hostOf(ecosystem: Ecosystem): string | null {
    return ecosystem === 'maven' ? null : hostOf(this.#urls[ecosystem]);
  }

  /** Null: its registry does not have this version. Names and versions that no registry takes are not sent. */
  async find(ecosystem: Ecosystem, asked: string, version: string, { signal }: Asked = {}): Promise<ArchiveOffers | null> {
    if (ecosystem === 'maven') return null;
    const name = ecosystem === 'go' ? asked.trim() : registryName(ecosystem, asked);
    if (name.length > 300 || !SENDABLE[ecosystem].test(name) || name.split('/').some((part) => part === '..' || part === '.') || !VERSION.test(version)) return null;
    if (ecosystem === 'go' && !isModulePath(name)) return null;
    const found = await { npm: () => this.#npm(name, version, signal), pypi: () => this.#pypi(name, version, signal), cargo: () => this.#cargo(name, version, signal), go: () => this.#go(name, version) }[ecosystem]();
    if (found === null) return null;
    const base = new URL(this.#urls[ecosystem]);
    const offers = found.offers.map((offer) => ({ ...offer, url: new URL(offer.url, base).href })).filter(({ url }) => this.#mayAsk(ecosystem, new URL(url)));
    if (offers.length === 0 && found.offers.length > 0) throw new DomainError('unavailable', `the archive of ${name}@${version} lies on a host that is not asked (libraries.registries.archive_hosts)`);
    return { offers, origin: base.host, private: found.hidden || !(isPublicRegistry(ecosystem, base.host) || this.#publicHosts.includes(base.host)) };
  }

  /** `unavailable` when it is not what its registry, or a lock file (`promised`), says it is. Null: it is not there. */
  async download(ecosystem: Ecosystem, offer: ArchiveOffer, promised: readonly string[], { signal }: Asked = {}): Promise<DownloadedArchive | null> {
    const base = new URL(this.#urls[ecosystem as Exclude<Ecosystem, 'maven'>]);
    const url = new URL(offer.url);
    if (url.origin === base.origin) [url.username, url.password] = [base.username, base.password];
    if (offer.bytes !== null && offer.bytes > this.#maxBytes) throw new DomainError('payload-too-large', `${nameOf(url)} has ${offer.bytes} bytes; at most ${this.#maxBytes} are fetched (libraries.docs.max_archive)`);
    const bytes = await this.#client.download(url.href, { maxBytes: this.#maxBytes, allowed: (next) => this.#mayAsk(ecosystem, next), signal });
    if (bytes === null) return null;
    const byRegistry = checkIntegrity(bytes, offer.integrity);
    const byLock = checkIntegrity(bytes, promised);
    if (byRegistry === false) throw new DomainError('unavailable', `${nameOf(url)} is not what its registry promises (another checksum): it is not used`);
    if (byLock === false) throw new DomainError('unavailable', `${nameOf(url)} is not what the lock file promises (another checksum): it is not used`);
    return { bytes, verified: byLock ?? byRegistry };
  }

  async #npm(name: string, version: string, signal: AbortSignal | undefined) {
    const url = `${this.#base('npm')}/${name.replace('/', '%2f')}`;
    const manifest = await this.#versionOf(url, { accept: NPM_SHORT, signal }, (document) => object(object(document['versions'])[version]));
    if (manifest === null) return null;
    const dist = object(manifest['dist']);
    const tarball = text(dist['tarball'], 2_000);
    const integrity = text(dist['integrity'], 2_000) ?? fromHex('sha1', dist['shasum']);
    const hidden = manifest['license'] === 'UNLICENSED';
    return { hidden, offers: tarball === null ? [] : [{ url: tarball, format: 'tgz' as const, integrity: integrity === null ? [] : [integrity], bytes: null }] };
  }

  async #pypi(name: string, version: string, signal: AbortSignal | undefined) {
    const answer = await this.#client.get(`${this.#base('pypi')}/pypi/${encodeURIComponent(name)}/${encodeURIComponent(version)}/json`, { signal });
    if (!answer) return null;
    const { urls } = this.#parse(answer.body, name);
    const files = (Array.isArray(urls) ? urls : []).map(object).flatMap((file) => {
      const [url, filename] = [text(file['url'], 2_000), text(file['filename'], 500) ?? ''];
      const format = /\.tar\.gz$|\.tgz$/.test(filename) ? ('tgz' as const) : /\.(?:zip|whl)$/.test(filename) ? ('zip' as const) : null;
      const integrity = fromHex('sha256', object(file['digests'])['sha256']);
      return url === null || format === null ? [] : [{ url, format, integrity: integrity === null ? [] : [integrity], bytes: number(file['size']), rank: file['packagetype'] === 'sdist' ? 0 : filename.endsWith('-none-any.whl') ? 1 : 2 }];
    });
    // Of many wheels for many systems one is enough.
    return { hidden: false, offers: files.filter(({ bytes }) => bytes === null || bytes <= this.#maxBytes).sort((a, b) => a.rank - b.rank || (a.bytes ?? 0) - (b.bytes ?? 0)).slice(0, 2).map(({ rank: _, ...offer }) => offer) };
  }

  async #cargo(name: string, version: string, signal: AbortSignal | undefined) {
    const at = `${this.#base('cargo')}/api/v1/crates/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;
    const answer = await this.#client.get(at, { signal });
    if (!answer) return null;
    const about = object(this.#parse(answer.body, name)['version']);
    if (about['num'] !== version) return null;
    const integrity = fromHex('sha256', about['checksum']);
    return { hidden: false, offers: [{ url: `${withoutUser(at)}/download`, format: 'tgz' as const, integrity: integrity === null ? [] : [integrity], bytes: number(about['crate_size']) }] };
  }

  /** The proxy tells no checksum: go.sum does. */
  async #go(name: string, version: string) {
    const escape = (part: string) => part.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
    return { hidden: false, offers: [{ url: `${withoutUser(this.#base('go'))}/${escape(name)}/@v/${escape(version)}.zip`, format: 'zip' as const, integrity: [], bytes: null }] };
  }

  /** What is published does not change, but a document that was kept may be older than the version asked for. */
  async #versionOf(url: string, options: { accept: string; signal: AbortSignal | undefined }, pick: (document: Record<string, unknown>) => Record<string, unknown>): Promise<Record<string, unknown> | null> {
    for (const refresh of [false, true]) {
      const answer = await this.#client.get(url, { ...options, refresh });
      if (!answer) return null;
      const found = pick(this.#parse(answer.body, url));
      if (Object.keys(found).length > 0) return found;
    }
    return null;
  }

  #parse(body: string, name: string): Record<string, unknown> {
    try {
      return parseJson(body, 'the answer');
    } catch (error) {
      throw new DomainError('unavailable', `its registry sent something that cannot be read about ${name.split('/').at(-1)!.replace('%2f', '/')}`, { cause: error });
    }
  }

  /** A registry must not make this machine ask any address it likes. */
  #mayAsk(ecosystem: Ecosystem, url: URL): boolean {
    if (ecosystem === 'maven' || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
    const base = new URL(this.#urls[ecosystem]);
    if (url.origin === base.origin) return true;
    return url.protocol === 'https:' && ((COMPANIONS[base.host] ?? []).includes(url.host) || this.#hosts.includes(url.host) || (isPublicRegistry(ecosystem, base.host) && isPublicRegistry(ecosystem, url.host)));
  }

  #base(registry: keyof RegistryUrls): string {
    return this.#urls[registry].replace(/\/+$/, '');
  }
}

const nameOf = (url: URL): string => `${url.host}${url.pathname}`.slice(0, 300);

function withoutUser(url: string): string {
  const bare = new URL(url);
  [bare.username, bare.password] = ['', ''];
  return bare.href.replace(/\/$/, '');
}
