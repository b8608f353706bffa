import { errorMessage, isLocalError } from '@twinmcp/kernel';
import { analyzeText, decodeSource, type CodeSymbol, type FileAnalysis, type SourceAnalyzer } from '@twinmcp/syntax';
import type { FileChunks } from '@twinmcp/contracts';
import { layoutOf } from '../text/file-layout.ts';
import type { Inspection } from '../text/inspect-content.ts';
import type { IndexedFile, ManifestEntry, StoredSymbol } from '../syntax-store.ts';

export interface FileToAnalyse {
  readonly path: string;
  readonly version: string;
  readonly hash: string;
  readonly bytes: number;
  readonly inspection: Extract<Inspection, { ok: true }>;
  readonly treeScope?: string | undefined;
}

export interface AnalysedFile {
  readonly indexed: IndexedFile;
  readonly chunks: Omit<FileChunks, 'part' | 'last'>;
}

/** Longer names are data, not names. */
const MAX_NAME = 256;

/** A file through the analyser, or as plain text when the analyser gives up on it: a file that can be read is never left out for its syntax. */
export async function analyseFile(analyzer: SourceAnalyzer, file: FileToAnalyse, signal: AbortSignal): Promise<AnalysedFile> {
  let issue: ManifestEntry['issue'] = file.inspection.note === null ? null : 'invalid-encoding';
  let analysis: FileAnalysis;
  try {
    analysis = await analyzer.analyze({ path: file.path, content: file.inspection.content, treeScope: file.treeScope }, signal);
    if (analysis.quality === 'degraded') issue ??= / within \d+ ms/.test(analysis.note ?? '') ? 'timeout' : 'parse-failed';
  } catch (error) {
    if (signal.aborted || isLocalError(error, 'cancelled') || isLocalError(error, 'refused')) throw error; // no verdict on the file
    issue = isLocalError(error, 'timeout') ? 'timeout' : 'parse-failed';
    analysis = analyzeText(file.path, decodeSource(file.inspection.content), { quality: 'degraded', note: `indexed as plain text: ${errorMessage(error)}` });
  }
  const notes = [file.inspection.note, analysis.note].filter((note) => note !== null);
  const entry: ManifestEntry = {
    path: file.path, version: file.version, hash: file.hash, language: analysis.language, lines: analysis.lines, bytes: file.bytes,
    quality: issue === null ? analysis.quality : 'degraded', issue, note: notes.length > 0 ? notes.join('; ').slice(0, 300) : null,
    symbols: analysis.symbols.length, chunks: analysis.chunks.length,
  };
  return {
    indexed: { entry, symbols: analysis.symbols.map(toStored), links: analysis.links ?? null, layout: layoutOf(file.bytes, file.inspection) },
    chunks: { path: file.path, language: analysis.language, fileHash: file.hash, lines: analysis.lines, bytes: file.bytes, chunks: [...analysis.chunks] },
  };
}

function toStored(symbol: CodeSymbol): StoredSymbol {
  return {
    name: symbol.name.slice(0, MAX_NAME), qualifiedName: symbol.qualifiedName.slice(0, MAX_NAME * 4), kind: symbol.kind,
    startLine: symbol.range.startLine, endLine: symbol.range.endLine, nameLine: symbol.nameRange.startLine,
    container: symbol.container, exported: symbol.exported, visibility: symbol.visibility,
  };
}
