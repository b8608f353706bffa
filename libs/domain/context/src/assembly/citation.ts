import type { Citation } from '@twinmcp/contracts';

const COMMIT_DIGITS = 7;

/** `path:start-end@commit`, `+` after the commit when the file differs from it, no `@` outside git. */
export function citationLabel(place: { path: string; startLine: number; endLine: number; commit?: string | null; dirty?: boolean }): string {
  const at = place.commit ? `@${place.commit.slice(0, COMMIT_DIGITS)}${place.dirty ? '+' : ''}` : '';
  return `${visible(place.path)}:${place.startLine}-${place.endLine}${at}`;
}

export function citationOf(place: Omit<Citation, 'label'>): Citation {
  const { path, startLine, endLine, commit, dirty, fileHash } = place;
  return { path, startLine, endLine, commit, dirty, fileHash, label: citationLabel(place) };
}

/** A file name may hold line breaks and other control characters: shown escaped, so that a label stays on one line. */
function visible(path: string): string {
  return path.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
