import { DomainError } from '@twinmcp/kernel';
import type { LibraryFacts } from '@twinmcp/libraries';
import type { GetOptions, PoliteClient } from './polite-client.ts';
import { number, parseJson } from './values.ts';

export interface RepositoryApi {
  /** Base URL of an API like that of GitHub (version 2022-11-28). */
  readonly url: string;
  /** Hosts whose repositories it knows. */
  readonly hosts: readonly string[];
  /** Sent to it alone; empty = asked without, which most servers allow less of. */
  readonly token: string;
}

export interface RepositoryAnswer {
  readonly facts: Partial<LibraryFacts>;
  /** Why older words had to do; null = current. */
  readonly stale: string | null;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;

/** Stars, issues, contributors and continuous integration of the repository of a library: what no registry tells. */
export class RepositoryReader {
  readonly #client: PoliteClient;
  readonly #api: RepositoryApi;

  constructor(client: PoliteClient, api: RepositoryApi) {
    this.#client = client;
    this.#api = api;
  }

  /** Null: no repository is known, it is on another host, or it is gone. One request for the repository and three for counts; unchanged answers cost a server nothing (304). */
  async read(address: string | null, { refresh, signal }: { refresh?: boolean; signal?: AbortSignal } = {}): Promise<RepositoryAnswer | null> {
    const place = repositoryOf(address);
    if (!place || !this.#api.hosts.includes(place.host)) return null;
    const options: GetOptions = { refresh: refresh ?? false, signal, accept: 'application/vnd.github+json', headers: { 'x-github-api-version': '2022-11-28', ...(this.#api.token !== '' && { authorization: `Bearer ${this.#api.token}` }) } };
    const base = `${this.#api.url.replace(/\/+$/, '')}/repos/${place.owner}/${place.project}`;
    const about = await this.#client.get(base, options);
    if (!about) return null;
    let stale = about.stale;
    const document = this.#object(about.body, place.host);
    // A count that cannot be had is unknown; it does not fail the rest.
    const attempt = async <T>(url: string, read: (answer: { body: string; link: string | null }) => T): Promise<T | null> => {
      try {
        const answer = await this.#client.get(url, options);
        stale ??= answer?.stale ?? null;
        return answer && read({ body: answer.body, link: answer.link ?? null });
      } catch (error) {
        if (signal?.aborted) throw error;
        stale ??= error instanceof DomainError ? error.message : null;
        return null;
      }
    };
    const [closed, contributors, workflows] = await Promise.all([
      attempt(`${base}/issues?state=closed&per_page=1`, countOf),
      attempt(`${base}/contributors?per_page=1&anon=true`, countOf),
      attempt(`${base}/contents/.github/workflows`, ({ body }) => listOf(body)?.some((entry) => /\.ya?ml$/.test(String((entry as { name?: unknown } | null)?.name ?? ''))) ?? null),
    ]);
    const facts: Record<string, unknown> = { stars: number(document['stargazers_count']), openIssues: number(document['open_issues_count']), closedIssues: closed, contributors, hasCi: workflows === true ? true : null };
    return { facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)), stale };
  }

  #object(body: string, host: string): Record<string, unknown> {
    try {
      return parseJson(body, 'the answer');
    } catch (error) {
      throw new DomainError('unavailable', `the repository host for ${host} sent something that cannot be read`, { cause: error });
    }
  }
}

/** `git+https://github.com/owner/project.git#main`, `git@github.com:owner/project`, `github:owner/project`. */
export function repositoryOf(address: string | null): { host: string; owner: string; project: string } | null {
  const written = (address ?? '').trim().replace(/^github:/, 'https://github.com/').replace(/^([\w.-]+\/[\w.-]+)$/, 'https://github.com/$1');
  const match = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/([^/]+)\/([^/#?]+)/.exec(written) ?? /^(?:[\w.-]+@)([^/:]+):([^/]+)\/([^/#?]+)/.exec(written);
  if (!match) return null;
  const [host, owner, project] = [match[1]!.toLowerCase().replace(/^www\./, ''), match[2]!, match[3]!.replace(/\.git$/, '')];
  return NAME.test(owner) && NAME.test(project) && project !== '..' ? { host, owner, project } : null;
}

/** With one entry a page, the number of the last page is the count; without pages there is one at most. */
function countOf({ body, link }: { body: string; link: string | null }): number | null {
  const last = /<[^>]*[?&]page=(\d+)[^>]*>\s*;\s*rel="last"/.exec(link ?? '')?.[1];
  return last === undefined ? (listOf(body)?.length ?? null) : Number(last);
}

function listOf(body: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
