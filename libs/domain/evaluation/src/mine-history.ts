import type { HistoryQuery, HistorySet } from './labelled-set.ts';
import { isSourceFile } from './protocol.ts';

export interface MinedCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly message: string;
  /** Against the first parent. */
  readonly changes: readonly { readonly path: string; readonly status: 'added' | 'modified' | 'deleted' | 'other' }[];
}

export interface MiningReport {
  readonly set: HistorySet;
  readonly read: number;
  /** Why commits were left out → how many. */
  readonly left: Readonly<Record<string, number>>;
}

const SOURCE_EXTENSIONS = 'ts tsx mts cts js jsx mjs cjs py go rs java kt kts scala swift c h cc cpp cxx hpp cs rb php lua ex exs erl hs ml clj dart vue svelte sql sh'.split(' ');
const BOT = /\[bot\]|\b(dependabot|renovate|greenkeeper|snyk|pre-commit-ci|github-actions|semantic-release|allcontributors|weblate|crowdin|pyup|codecov)\b/i;
const ROUTINE = /^(bump\b|release\b|prepare (for )?(next )?release|v?\d+\.\d+(\.\d+)*\b|version \d|merge\b|revert\b|chore\(deps\S*\)|build\(deps\S*\)|update (dependencies|changelog|authors|version)\b|changelog\b|initial commit|wip\b|fixup!|squash!|format(ting)?\b|lint\b|whitespace\b|typos?\b)/i;
const TRAILER = /^(signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|reported-by|cc|change-id|pr-url|refs?|fixes|closes|see|link|backport-pr-url|reviewed-on|cherry[- ]picked|git-svn-id)\b.*$/gim;
const REFERENCE = /\(?(?:\bgh-|\bpr |\bpull request )?#\d+\)?|https?:\/\/\S+|\b[0-9a-f]{12,40}\b/gi;
/** More files than this is a sweep: what is meant cannot be told from its message. */
const MOST_FILES = 10;
const MOST_CHANGES = 40;
const LEAST_WORDS = 3;
const MOST_CHARACTERS = 1_000;

/**
 * A labelled set from a project's own history: the message of a commit asks, the source files that it changed are the
 * answer, the tree before it is what is searched. The newest commits first; merges, bots, sweeps, routine and commits that
 * only add files are left out, and so is every message that was taken before.
 */
export function mineHistory(name: string, commits: Iterable<MinedCommit>, most: number): MiningReport {
  const left: Record<string, number> = {};
  const queries: HistoryQuery[] = [];
  const extensions = new Set(SOURCE_EXTENSIONS);
  const seen = new Set<string>();
  let read = 0;
  for (const commit of commits) {
    if (queries.length >= most) break;
    read++;
    const query = questionOf(commit.message);
    const why = reasonAgainst(commit, query) ?? (seen.has(query) ? 'message taken before' : null);
    const gold = why === null ? commit.changes.filter(({ path, status }) => (status === 'modified' || status === 'deleted') && isSourceFile(path, extensions)).map(({ path }) => path) : [];
    const reason = why ?? (gold.length === 0 ? 'changes no source file that was there' : gold.length > MOST_FILES ? 'changes too many files' : null);
    if (reason !== null) {
      left[reason] = (left[reason] ?? 0) + 1;
      continue;
    }
    seen.add(query);
    const lower = query.toLowerCase();
    queries.push({ id: `${name}-${commit.id.slice(0, 12)}`, query, goldFiles: gold, parentCommit: commit.parents[0]!, commit: commit.id.slice(0, 12), namesGoldFile: gold.some((path) => lower.includes(stemOf(path))) });
  }
  return { set: { name, about: 'Commit message → source files that the commit changed, mined from the history of the repository itself', published: {}, kind: 'repository-history', repository: `local/${name.replace(/[^\w.-]+/g, '-')}`, extensions, queries }, read, left };
}

function reasonAgainst(commit: MinedCommit, query: string): string | null {
  if (commit.parents.length !== 1) return commit.parents.length === 0 ? 'has no parent' : 'is a merge';
  if (BOT.test(commit.author)) return 'was made by a bot';
  if (ROUTINE.test(query)) return 'is routine (release, bump, revert, formatting …)';
  if ((query.match(/\p{L}{2,}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/gu) ?? []).length < LEAST_WORDS) return 'says too little';
  if (commit.changes.length > MOST_CHANGES) return 'changes too many files';
  return null;
}

/** What the message says, without what points elsewhere: trailers, numbers of issues, addresses, commit ids. */
export function questionOf(message: string): string {
  return message.replace(/\r/g, '').replace(TRAILER, '').replace(REFERENCE, ' ').replace(/[ \t]+/g, ' ').replace(/ ?\n\s*/g, '\n').trim().slice(0, MOST_CHARACTERS).trim();
}

const stemOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '').toLowerCase();

/** Output of git with `MINED_LOG_ARGUMENTS` → commits, in its order. */
export function parseMinedLog(log: string): MinedCommit[] {
  const commits: MinedCommit[] = [];
  // Each record: fields, then \x1e, then NUL-separated status and path pairs up to the next record.
  const parts = log.split('\x1d').slice(1);
  for (const part of parts) {
    const end = part.indexOf('\x1e');
    const [id = '', parents = '', author = '', ...message] = part.slice(0, end).split('\x1f');
    const words = part.slice(end + 1).split('\0').map((word) => word.replace(/^\n+/, '')).filter((word) => word !== '');
    const changes: { path: string; status: 'added' | 'modified' | 'deleted' | 'other' }[] = [];
    for (let i = 0; i + 1 < words.length; i += 2) changes.push({ status: STATUS[words[i]![0]!] ?? 'other', path: words[i + 1]! });
    commits.push({ id, parents: parents.split(' ').filter(Boolean), author, message: message.join('\x1f'), changes });
  }
  return commits;
}

export const MINED_LOG_ARGUMENTS = ['log', '-z', '--name-status', '--no-renames', '--diff-merges=off', '--no-color', '--format=%x1d%H%x1f%P%x1f%an <%ae>%x1f%B%x1e'] as const;
const STATUS: Readonly<Record<string, 'added' | 'modified' | 'deleted'>> = { A: 'added', M: 'modified', D: 'deleted' };

/** The files of a set's folder, in the format that the command reads. */
export function writeHistorySet(set: HistorySet): Record<'set.json' | 'queries.jsonl', string> {
  const { name, kind, repository, extensions, about, queries } = set;
  return {
    'set.json': `${JSON.stringify({ name, kind, repository, extensions: [...extensions], queries: 'queries.jsonl', about }, null, 1)}\n`,
    'queries.jsonl': queries.map((row) => `${JSON.stringify({ id: row.id, query: row.query, gold_files: row.goldFiles, parent_commit: row.parentCommit, names_gold_file: row.namesGoldFile })}\n`).join(''),
  };
}
