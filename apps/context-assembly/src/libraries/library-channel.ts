import type { LiveConfig } from '@twinmcp/configuration';
import { libraryResolution, type Degradation } from '@twinmcp/contracts';
import { namedDependencies, type Dependency, type PackCandidate } from '@twinmcp/context';
import { contentHash, systemClock, type Clock } from '@twinmcp/kernel';
import { newCallContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { failureReason } from '../retrieval/failure-reason.ts';
import { settle, within, type Settled } from '../retrieval/settled.ts';

type Sections = Awaited<ReturnType<LibraryChannel['ask']>>;

export interface LibraryFindings {
  /** `name@version` of what the question names; empty = no library. */
  readonly libraries: readonly string[];
  readonly sections: Sections['sections'];
  readonly degraded: readonly Degradation[];
  readonly hints: readonly string[];
}

export const NO_LIBRARIES: LibraryFindings = { libraries: [], sections: [], degraded: [], hints: [] };

interface Question {
  readonly workspaceId: string;
  readonly query: string;
  readonly budget: number;
  readonly tokenizer: 'o200k_base' | 'cl100k_base';
}

const MOST_LIBRARIES = 2;
/** In a smaller room no section fits. */
const LEAST_TOKENS = 120;
/** The dependencies of a workspace are asked for again after this; the known ones answer meanwhile. */
const BELIEVED_MS = 20_000;
const MOST_WORKSPACES = 200;
/** What an answer waits for documentation, at most, from its beginning; what was begun goes on, for the next question. */
const WAIT_MS = 1_500;
const WAIT_SHARE = 0.4;
const READING_MS = 60_000;

interface Known {
  at: number;
  names: Promise<Settled<ReadonlyMap<string, Dependency>>>;
  asking: boolean;
}

/** Documentation of the libraries that a question names, of the versions that the workspace has, within a share of the budget. */
export class LibraryChannel {
  readonly #rpc: RpcClient;
  readonly #config: LiveConfig;
  readonly #clock: Clock;
  readonly #workspaces = new Map<string, Known>();

  constructor(rpc: RpcClient, config: LiveConfig, clock: Clock = systemClock) {
    this.#rpc = rpc;
    this.#config = config;
    this.#clock = clock;
  }

  async find(question: Question, ctx: CallContext): Promise<LibraryFindings> {
    const tokens = Math.floor(question.budget * this.#config.current.context.library_share);
    if (tokens < LEAST_TOKENS) return NO_LIBRARIES;
    const limit = Math.min(WAIT_MS, ctx.deadline.remainingMs() * WAIT_SHARE);
    const until = performance.now() + limit;
    // Whether a library is meant nobody can tell without their names: an answer is not called incomplete for that.
    const names = await within(this.#namesOf(question.workspaceId, ctx), limit);
    if (!names?.ok) return NO_LIBRARIES;
    const meant = namedDependencies(question.query, names.value).slice(0, MOST_LIBRARIES);
    if (meant.length === 0) return NO_LIBRARIES;
    const libraries = meant.map(({ name, version }) => `${name}@${version}`);
    const asked = await within(settle(this.ask(question, meant, tokens, ctx)), Math.max(0, until - performance.now()));
    const without = 'the answer holds the workspace alone';
    if (asked === undefined) return { ...NO_LIBRARIES, libraries, degraded: [{ part: 'library docs', reason: `the documentation of ${libraries.join(' and ')} is still being read`, effect: `${without}; asked again, it may be there` }] };
    if (!asked.ok) return { ...NO_LIBRARIES, libraries, degraded: [{ part: 'library docs', reason: failureReason(asked.error), effect: without }] };
    return { libraries, sections: asked.value.sections, degraded: [], hints: asked.value.unavailable.map(({ reason }) => reason) };
  }

  /** With time of its own: documentation that is read for the first time serves the next question. */
  ask({ workspaceId, query, tokenizer }: Question, meant: readonly Dependency[], tokens: number, { tenant, traceparent }: CallContext) {
    const libraries = meant.map(({ ecosystem, name, version }) => `${ecosystem}:${name}@${version}`);
    return this.#rpc.call(libraryResolution.findLibrarySections, { workspaceId, libraries, query: query.slice(0, 2_000), tokens, tokenizer }, newCallContext({ timeoutMs: READING_MS, tenant, traceparent }), { attempts: 1 });
  }

  #namesOf(workspaceId: string, { tenant, traceparent }: CallContext): Promise<Settled<ReadonlyMap<string, Dependency>>> {
    const key = `${tenant}\0${workspaceId}`;
    const known = this.#workspaces.get(key);
    if (known && (known.asking || this.#clock.now() - known.at < BELIEVED_MS)) return known.names;
    const asked = settle(this.#rpc.call(libraryResolution.listDependencyNames, { workspaceId }, newCallContext({ timeoutMs: 10_000, tenant, traceparent }), { attempts: 1 }).then(({ libraries }) => new Map(libraries.map((one) => [one.name.toLowerCase(), one]))));
    const entry: Known = { at: this.#clock.now(), names: known?.names ?? asked, asking: true };
    this.#workspaces.set(key, entry);
    if (this.#workspaces.size > MOST_WORKSPACES) this.#workspaces.delete(this.#workspaces.keys().next().value!);
    void asked.then((answer) => {
      Object.assign(entry, { asking: false, at: this.#clock.now() });
      if (answer.ok) entry.names = asked;
    });
    return entry.names;
  }
}

/** How much of the best score of the code a section has, where documentation is what the question needs, and where it is not. */
const NEEDED = 0.9;
const BESIDE = 0.8;
const STEP = 0.94;

/** Sections as places of an answer, cited as `name@version/path:start-end`. */
export function libraryCandidates({ sections }: LibraryFindings, best: number, needed: boolean): PackCandidate[] {
  const top = (best > 0 ? best : 1) * (needed ? NEEDED : BESIDE);
  return sections.map(({ library, version, title, path, language, symbol, startLine, text }, i): PackCandidate => {
    const lines = text.replace(/\n+$/, '').split('\n');
    return {
      path: `${library}@${version}/${path}`, language, symbol: symbol ?? title, startLine, endLine: startLine + lines.length - 1, score: top * STEP ** i, sources: ['library'], text: `${lines.join('\n')}\n`,
      // A version does not change: what a conversation was sent of it is not sent again.
      commit: null, dirty: false, fileHash: contentHash(`${library}@${version}`),
    };
  });
}
