import type { FileNode } from '../files/file-table.ts';
import type { DuplicatePair, DuplicateVerifier } from '../graph-source.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { Finding, FindingPlace } from '../model.ts';
import { findingId } from './finding-id.ts';
import { placeOfSymbol } from './function-limits.ts';
import type { FindingLimits } from './findings.ts';

interface Candidate {
  readonly file: FileNode;
  readonly symbol: number;
  readonly tokens: number;
  readonly fingerprints: Uint32Array;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  similarity: number;
}

/** A fingerprint of so many functions is an idiom, not a copy. */
const COMMON = 40;
const LEAST_SHARED = 3;
const MAX_PAIRS = 2_000;
const MAX_PLACES = 20;

/** Functions with the same structure, whatever their names: by shared fingerprints, then by their text where a verifier reads it. */
export async function duplicateCode(workspace: LinkedWorkspace, files: readonly FileNode[], limits: FindingLimits, verifier: DuplicateVerifier | undefined, pause: Pause): Promise<Finding[]> {
  const candidates = collect(workspace, files, limits.duplicateTokens);
  let pairs = await similarPairs(candidates, limits.similarity, pause);
  if (verifier && pairs.length > 0) {
    const checked = await verifier.similarities(pairs.map(({ left, right }): DuplicatePair => ({ left: placeOfCandidate(candidates[left]!), right: placeOfCandidate(candidates[right]!) })));
    pairs = pairs.flatMap((pair, i) => (checked[i] == null || checked[i]! < limits.similarity ? [] : [{ ...pair, similarity: checked[i]! }]));
  }
  return groups(candidates.length, pairs).map((group) => finding(group.members.map((i) => candidates[i]!), group.similarity, verifier !== undefined));
}

function collect(workspace: LinkedWorkspace, files: readonly FileNode[], leastTokens: number): Candidate[] {
  const found: Candidate[] = [];
  for (const file of files) {
    const { measures, fingerprints, starts } = workspace.shapes(file);
    measures.forEach(({ symbol, tokens }, i) => {
      if (tokens >= leastTokens && starts[i + 1]! - starts[i]! >= LEAST_SHARED) found.push({ file, symbol, tokens, fingerprints: fingerprints.subarray(starts[i], starts[i + 1]) });
    });
  }
  return found;
}

async function similarPairs(candidates: readonly Candidate[], least: number, pause: Pause): Promise<Pair[]> {
  const size = candidates.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0);
  const hashes = new Uint32Array(size);
  const owners = new Uint32Array(size);
  let at = 0;
  candidates.forEach(({ fingerprints }, i) => {
    hashes.set(fingerprints, at);
    owners.fill(i, at, at + fingerprints.length);
    at += fingerprints.length;
  });
  const order = Uint32Array.from({ length: size }, (_, i) => i).sort((a, b) => hashes[a]! - hashes[b]! || owners[a]! - owners[b]!);
  const shared = new Map<number, number>();
  const weight = new Uint32Array(candidates.length); // fingerprints that are no idiom
  for (let start = 0; start < size; ) {
    let end = start + 1;
    while (end < size && hashes[order[end]!] === hashes[order[start]!]) end++;
    const rare = end - start <= COMMON;
    for (let i = start; rare && i < end; i++) {
      const left = owners[order[i]!]!;
      weight[left]!++;
      for (let j = i + 1; j < end; j++) {
        const key = left * candidates.length + owners[order[j]!]!;
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
    if ((end & 0x3ff) === 0) await pause();
    start = end;
  }
  const pairs: Pair[] = [];
  for (const [key, count] of shared) {
    const left = Math.floor(key / candidates.length);
    const right = key % candidates.length;
    const a = candidates[left]!;
    const b = candidates[right]!;
    if (count < LEAST_SHARED || nested(a, b) || a.file.family !== b.file.family) continue;
    // Containment in the bigger of the two: a short function inside a long one is no duplicate of it.
    const similarity = count / Math.max(weight[left]!, weight[right]!);
    if (similarity >= least && Math.min(a.tokens, b.tokens) / Math.max(a.tokens, b.tokens) >= least * 0.75) pairs.push({ left, right, similarity: Math.round(similarity * 1e3) / 1e3 });
  }
  return pairs.sort((x, y) => y.similarity * candidates[y.left]!.tokens - x.similarity * candidates[x.left]!.tokens || x.left - y.left || x.right - y.right).slice(0, MAX_PAIRS);
}

function nested(a: Candidate, b: Candidate): boolean {
  if (a.file !== b.file) return false;
  const x = placeOfCandidate(a);
  const y = placeOfCandidate(b);
  return (x.startLine <= y.startLine && x.endLine >= y.endLine) || (y.startLine <= x.startLine && y.endLine >= x.endLine);
}

function placeOfCandidate({ file, symbol }: Candidate): FindingPlace {
  return placeOfSymbol(file, symbol);
}

/** Everything that is alike in one finding, with the least similarity that holds it together. */
function groups(size: number, pairs: readonly Pair[]): { members: number[]; similarity: number }[] {
  const parent = Uint32Array.from({ length: size }, (_, i) => i);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const { left, right } of pairs) parent[Math.max(root(left), root(right))] = Math.min(root(left), root(right));
  const found = new Map<number, { members: Set<number>; similarity: number }>();
  for (const { left, right, similarity } of pairs) {
    const group = found.get(root(left)) ?? { members: new Set<number>(), similarity: 1 };
    group.members.add(left).add(right);
    group.similarity = Math.min(group.similarity, similarity);
    found.set(root(left), group);
  }
  return [...found.values()].map(({ members, similarity }) => ({ members: [...members].sort((a, b) => a - b), similarity }));
}

function finding(members: readonly Candidate[], similarity: number, verified: boolean): Finding {
  const places = members.slice(0, MAX_PLACES).map(placeOfCandidate);
  const lines = Math.max(...places.map(({ startLine, endLine }) => endLine - startLine + 1));
  const tokens = Math.min(...members.map((one) => one.tokens));
  const share = Math.round(similarity * 100);
  return {
    id: findingId('duplicate-code', places), kind: 'duplicate-code', severity: similarity >= 0.95 && tokens >= 100 ? 'warning' : 'info', places,
    message: `${members.length} functions of up to ${lines} lines have ${similarity >= 0.999 ? 'the same structure' : `at least ${share} % of their structure in common`}${verified ? ', compared token by token' : ', by their fingerprints'}: ${places.slice(0, 3).map(({ symbol, path }) => `${symbol} (${path})`).join(', ')}${members.length > 3 ? ', …' : ''}`,
    measures: { similarity, functions: members.length, lines, tokens, verified: verified ? 1 : 0, weight: tokens * (members.length - 1) },
  };
}
