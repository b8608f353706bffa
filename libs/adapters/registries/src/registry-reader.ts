import type { Ecosystem } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { emptyRecord, NO_FACTS, registryName, type LibraryRecord } from '@twinmcp/libraries';
import { readCrate } from './crates-document.ts';
import { readPackument } from './npm-document.ts';
import type { PoliteClient } from './polite-client.ts';
import { readPypiProject } from './pypi-document.ts';
import { number, parseJson, text, time } from './values.ts';

export interface RegistryUrls {
  readonly npm: string;
  /** Counts of downloads; empty = not asked. */
  readonly npmDownloads: string;
  readonly pypi: string;
  readonly cargo: string;
  readonly go: string;
}

export interface RegistryAnswer {
  readonly record: LibraryRecord;
  /** Why older words had to do; null = current. */
  readonly stale: string | null;
}

const MAX_GO_VERSIONS = 200;
/** Names that registries take; what else is asked for is not sent to anyone. */
export const SENDABLE: Record<Ecosystem, RegExp> = {
  npm: /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i,
  pypi: /^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i,
  cargo: /^[a-z][\w-]*$/i,
  go: /^[a-z0-9][\w.~-]*(?:\/[\w.~-]+)*$/i,
  maven: /(?!)/,
};

/** What the registries say of one library. Private base URLs may carry credentials, which are in no message and no record. */
export class RegistryReader {
  readonly #client: PoliteClient;
  readonly #urls: RegistryUrls;

  constructor(client: PoliteClient, urls: RegistryUrls) {
    this.#client = client;
    this.#urls = urls;
  }

  /** Null: its registry has no such library, or there is none that is read (Maven). */
  async read(ecosystem: Ecosystem, asked: string, options: { refresh?: boolean; signal?: AbortSignal } = {}): Promise<RegistryAnswer | null> {
    const name = ecosystem === 'go' ? asked.trim() : registryName(ecosystem, asked);
    if (name.length > 300 || !SENDABLE[ecosystem].test(name) || name.split('/').some((part) => part === '..' || part === '.')) return null;
    // Paths of modules begin with a host; the proxy is not asked for what cannot be one.
    if (ecosystem === 'go' && !isModulePath(name)) return null;
    if (ecosystem === 'npm') return this.#npm(name, options);
    if (ecosystem === 'go') return this.#go(name, options);
    const url = ecosystem === 'pypi' ? `${this.#base('pypi')}/pypi/${encodeURIComponent(name)}/json` : `${this.#base('cargo')}/api/v1/crates/${encodeURIComponent(name)}`;
    const answer = await this.#client.get(url, options);
    if (!answer) return null;
    const document = this.#document(answer.body, ecosystem, name);
    return { record: ecosystem === 'pypi' ? readPypiProject(name, document, answer.checkedAt) : readCrate(name, document, answer.checkedAt), stale: answer.stale };
  }

  async #npm(name: string, options: { refresh?: boolean; signal?: AbortSignal }): Promise<RegistryAnswer | null> {
    const answer = await this.#client.get(`${this.#base('npm')}/${name.replace('/', '%2f')}`, options);
    if (!answer) return null;
    const document = this.#document(answer.body, 'npm', name);
    return { record: readPackument(name, document, await this.#npmDownloads(name, options), answer.checkedAt), stale: answer.stale };
  }

  /** A count that cannot be had is unknown; it does not fail the rest. */
  async #npmDownloads(name: string, options: { refresh?: boolean; signal?: AbortSignal }): Promise<number | null> {
    if (this.#urls.npmDownloads === '') return null;
    try {
      const answer = await this.#client.get(`${this.#base('npmDownloads')}/downloads/point/last-month/${name}`, options);
      return answer ? number(parseJson(answer.body, 'the count of downloads')['downloads']) : null;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      return null;
    }
  }

  /** The module proxy protocol: versions one a line, and the newest with its time. */
  async #go(name: string, options: { refresh?: boolean; signal?: AbortSignal }): Promise<RegistryAnswer | null> {
    const base = `${this.#base('go')}/${name.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}`;
    const newest = await this.#client.get(`${base}/@latest`, options);
    const list = await this.#client.get(`${base}/@v/list`, { ...options, accept: 'text/plain' });
    if (!newest && !list) return null;
    const info = newest ? this.#document(newest.body, 'go', name) : {};
    const latest = text(info['Version'], 256);
    const publishedAt = time(info['Time']);
    const versions = (list?.body ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && line.length <= 256).sort(newestFirst).slice(0, MAX_GO_VERSIONS);
    if (latest !== null && !versions.includes(latest)) versions.unshift(latest);
    return {
      record: {
        ...emptyRecord('go', name, 'registry'), latest, updatedAt: publishedAt, fetchedAt: newest?.checkedAt ?? list!.checkedAt,
        versions: versions.map((version) => ({ version, publishedAt: version === latest ? publishedAt : null, deprecated: null })),
        repository: /^(github\.com|gitlab\.com|bitbucket\.org)\/[^/]+\/[^/]+/.exec(name)?.[0].replace(/^/, 'https://') ?? null,
        facts: { ...NO_FACTS, hasTypes: 'own' },
      },
      stale: newest?.stale ?? list?.stale ?? null,
    };
  }

  #document(body: string, registry: string, name: string): Record<string, unknown> {
    try {
      return parseJson(body, `the answer about ${name}`);
    } catch (error) {
      throw new DomainError('unavailable', `the ${registry} registry sent something that cannot be read about ${name}`, { cause: error });
    }
  }

  #base(registry: keyof RegistryUrls): string {
    return this.#urls[registry].replace(/\/+$/, '');
  }
}

export const isModulePath = (name: string): boolean => /^[^/]*\.[^/]*(?:\/|$)/.test(name);

/** By numbers where there are numbers; versions need not be semantic. */
function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
