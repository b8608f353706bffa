/** What is scored of a symbol. */
export interface FoundSymbol {
  readonly kind: string;
  readonly name: string;
  readonly qualifiedName: string;
  readonly container: string | null;
  readonly nameRange: { readonly startLine: number };
  /** First line of the declaration without its body. */
  readonly signature: string;
}

const DECLARATIONS = new Set(['class', 'interface', 'type', 'enum', 'function', 'namespace']);
const MEMBERS = new Set(['property', 'method', 'enum-member', 'accessor']);
/** Whose members the labels list; those of object literals and of type literals they leave out. */
const OWNERS = new Set(['class', 'interface', 'enum']);

/** The labels call a variable that holds a function or a class a variable. */
const isVariable = ({ kind, signature }: FoundSymbol): boolean => (kind === 'function' || kind === 'class') && /^(?:(?:export|declare|default)\s+)*(?:const|let|var)\b|^[\w$]+\s*(?::[^=]*)?=/.test(signature);
/** They name a dotted namespace by its first part. */
const isInnerNamespace = ({ kind, container, signature }: FoundSymbol): boolean => kind === 'namespace' && container !== null && /^(?:export\s+|declare\s+)*(?:namespace|module)\s+[\w$]+\s*\.[\w$.\s]*$/.test(signature);
/** They leave out names that are no identifiers: computed ones, numbers, strings with spaces. */
const isPlainName = (name: string): boolean => /^#?[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);

const memberKey = ({ container, name }: FoundSymbol): string => `${container?.split('.').pop() ?? ''}.${name}`;
const declarationKey = ({ name, kind, nameRange }: FoundSymbol): string => `${name}:${kind}:${nameRange.startLine}`;

export function memberKeys(symbols: readonly FoundSymbol[]): string[] {
  return membersOf(symbols).filter((symbol) => isPlainName(symbol.name)).map(memberKey);
}

export function declarationKeys(symbols: readonly FoundSymbol[]): string[] {
  return symbols.filter((symbol) => DECLARATIONS.has(symbol.kind) && !isVariable(symbol) && !isInnerNamespace(symbol)).map(declarationKey);
}

/** Under the names and kinds that they are given. */
export function literalMemberKeys(symbols: readonly FoundSymbol[]): string[] {
  return membersOf(symbols).map(memberKey);
}

export function literalDeclarationKeys(symbols: readonly FoundSymbol[]): string[] {
  return symbols.filter((symbol) => DECLARATIONS.has(symbol.kind)).map(declarationKey);
}

function membersOf(symbols: readonly FoundSymbol[]): FoundSymbol[] {
  const owners = new Set(symbols.filter((symbol) => OWNERS.has(symbol.kind)).map((symbol) => symbol.qualifiedName));
  return symbols.filter((symbol) => MEMBERS.has(symbol.kind) && owners.has(symbol.container ?? ''));
}
