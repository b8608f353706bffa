import type { ManifestFile, ManifestProblem } from './manifest.ts';

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ManifestProblem };

/** Parses a file, or says what is wrong with it in a way that shows nothing of its content (it may hold credentials). */
export function readText<T>(file: ManifestFile, parse: (text: string) => T): Read<T> {
  const text = file.text.replace(/^\uFEFF/, '');
  const failed = (message: string): Read<T> => ({ ok: false, problem: { path: file.path, message } });
  const conflict = conflictLine(text);
  if (conflict !== null) return failed(`has unresolved merge conflict markers (line ${conflict})`);
  if (file.cut) return failed(file.cut);
  try {
    return { ok: true, value: parse(text) };
  } catch (error) {
    return failed(`is malformed: ${place(text, error)}`);
  }
}

/** Line of the first complete set of markers as git writes them; `=======` alone is a heading underline. */
export function conflictLine(text: string): number | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^<{7}( |\r?$)/.test(line));
  if (start < 0 || !lines.slice(start).some((line) => /^>{7}( |\r?$)/.test(line))) return null;
  return start + 1;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function place(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty';
  const { message, linePos } = error as { line?: number; message?: string; linePos?: readonly { line?: number }[] };
  const line = (error as { line?: number }).line ?? linePos?.[0]?.line;
  if (typeof line === 'number') return `not valid from line ${line} on`;
  const position = /position (\d+)/.exec(message ?? '');
  if (position && Number(position[1]) >= text.trimEnd().length) return 'it ends too early';
  if (position) return `not valid from line ${text.slice(0, Number(position[1])).split('\n').length} on`;
  return /end of JSON/i.test(message ?? '') ? 'it ends too early' : 'its syntax is not valid';
}
