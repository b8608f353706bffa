import type { CodeReference } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import { isCommonMember } from '../languages.ts';
import type { LinkContext } from './link-context.ts';
import { CONFIDENCE, CONTAINER_KINDS, NOTHING, fitting, type Target } from './resolution.ts';

/** Languages whose bare names may come from anywhere: nothing in the file says where from. */
const OPEN_NAMES = new Set(['c', 'ruby', 'php', 'lua', 'shell', 'rust', 'csharp', 'swift', 'protobuf', 'graphql', 'prisma', 'sql']);
const MAX_CANDIDATES = 5;
const ASIDE = 0.3;

/** What an otherwise unknown use may mean: the symbols of that name, believed less the more there are. */
export function candidates(context: LinkContext, file: FileNode, reference: CodeReference): readonly Target[] {
  const { name, receiver, kind } = reference;
  const member = receiver !== null;
  if (!member && !OPEN_NAMES.has(file.family)) return NOTHING;
  const groups = new Map<string, Target[]>();
  const wanted = context.table.definitions(name, file.family).filter((one) => isWanted(one.file, one.symbol, member, file, kind));
  for (const { file: at, symbol } of wanted) {
    const { symbols } = at.skeleton;
    const { container, qualifiedName } = symbols[symbol]!;
    // Overloads, and a declaration with its definition, are one candidate.
    const key = file.family === 'c' ? qualifiedName : `${at.path}\0${container}\0${qualifiedName}`;
    const list = groups.get(key);
    if (list) list.push({ file: at, symbol, confidence: 0, reason: 'only-candidate' });
    else if (groups.size >= MAX_CANDIDATES) return NOTHING;
    else groups.set(key, [{ file: at, symbol, confidence: 0, reason: 'only-candidate' }]);
  }
  if (groups.size === 0) return NOTHING;
  const common = member && isCommonMember(file.family, name);
  const reason = groups.size === 1 ? 'only-candidate' : 'one-of-several';
  return [...groups.values()].flatMap((group) => {
    const fit = new Set(fitting(group[0]!.file.skeleton.symbols, group.filter((one) => one.file === group[0]!.file).map((one) => one.symbol), kind));
    return group.filter((one) => one.file !== group[0]!.file || fit.has(one.symbol)).map((one) => ({ ...one, reason, confidence: (common ? ASIDE : CONFIDENCE[reason]) / groups.size }) as const);
  });
}

function isWanted(at: FileNode, index: number, member: boolean, from: FileNode, use: CodeReference['kind']): boolean {
  if (at.test && !from.test) return false;
  const { symbols } = at.skeleton;
  const { kind, container, qualifiedName, name, visibility } = symbols[index]!;
  if (kind === 'heading' || kind === 'key' || (kind === 'constructor' && use !== 'new')) return false;
  const inType = container >= 0 ? CONTAINER_KINDS.has(symbols[container]!.kind) || kind === 'method' || kind === 'property' || kind === 'field' || kind === 'accessor' : qualifiedName.length > name.length;
  if (visibility === 'private' && at !== from && from.family !== 'c' && from.family !== 'ruby') return false;
  if (member) return inType && (use !== 'call' || (kind !== 'enum-member' && kind !== 'interface'));
  if (use === 'call' && (kind === 'field' || kind === 'property')) return false;
  return from.family === 'ruby' ? kind !== 'field' && kind !== 'property' : container === -1 || CONTAINER_KINDS.has(symbols[container]!.kind);
}
