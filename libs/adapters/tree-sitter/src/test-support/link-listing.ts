import { decodeLinks, type FileAnalysis, type FileLinks } from '@twinmcp/syntax';

export const linksOf = (analysis: FileAnalysis): FileLinks => decodeLinks(analysis.links!);

/** Test support: `module: imported>local>exported`, as `kind line`. */
export const importsOf = ({ imports }: FileLinks): string[] => imports.map(({ module, kind, line, bindings }) => `${line} ${kind} ${module}: ${bindings.map(({ imported, local, exported, typeOnly }) => `${typeOnly ? 'type ' : ''}${imported}>${local ?? ''}${exported === null ? '' : `>${exported}`}`).join(', ')}`.trim());

/** Test support: `line:column kind receiver<type>.name @symbol`. */
export const referencesOf = ({ references, symbols }: FileLinks): string[] => references.map(({ name, receiver, receiverType, kind, line, column, symbol }) => `${line}:${column} ${kind} ${receiver === null ? '' : `${receiver}${receiverType === null ? '' : `<${receiverType}>`}.`}${name}${symbol < 0 ? '' : ` @${symbols[symbol]!.qualifiedName}`}`);

/** Test support: modules with the names taken from them. */
export const importedBy = (analysis: FileAnalysis): { module: string; names: string[]; line: number }[] => linksOf(analysis).imports.map(({ module, bindings, line }) => ({ module, names: bindings.map(({ imported }) => imported), line }));

/** Test support: the references without their places, for texts of one line. */
export const usesOf = (links: FileLinks): string[] => referencesOf(links).map((line) => line.replace(/^\S+ /, '').replace(/ @.*$/, ''));
