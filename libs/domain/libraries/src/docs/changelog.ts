import type { Ecosystem } from '@twinmcp/contracts';
import { compareVersions } from '../versions/versions.ts';

export interface ChangelogEntry {
  readonly version: string;
  readonly title: string;
  readonly text: string;
  readonly breaking: boolean;
}

const HEADING = /^(#{1,4})\s+(.*)$/;
const UNDERLINED = /^(?:=+|-+|~+)\s*$/;
const VERSION = /(?:^|[\s[(@v])v?(\d+\.\d+(?:\.\d+)*(?:[-.]?(?:a|b|rc|alpha|beta|pre|next|canary|dev|post)[-.\d]*|-[0-9A-Za-z.-]+)?)(?=$|[\s\]),:(–—-])/;

/** Entries of a changelog: headings that carry a version, whatever the rest of the heading; what is below one belongs to it. */
export function parseChangelog(text: string): ChangelogEntry[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const starts: { line: number; level: number; title: string; version: string }[] = [];
  let fence = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*(```|~~~)/.test(line)) fence = !fence;
    if (fence || line.length > 300) continue;
    const heading = HEADING.exec(line);
    const underlined = !heading && index + 1 < lines.length && UNDERLINED.test(lines[index + 1]!) && line.trim() !== '';
    const title = heading ? heading[2]! : underlined ? line.trim() : null;
    const version = title === null ? null : VERSION.exec(title.replace(/[*_`]/g, ''))?.[1];
    if (title !== null && version) starts.push({ line: index, level: heading ? heading[1]!.length : 1, title: title.trim(), version });
  }
  // Versions that are named in headings below an entry are no entries: the levels that begin most are.
  const level = mostCommon(starts.map((one) => one.level));
  const entries = starts.filter((one) => one.level <= (level ?? 6));
  return entries.map(({ line, title, version }, index) => {
    const body = lines.slice(line, entries[index + 1]?.line ?? lines.length).join('\n').trim();
    return { version, title, text: body, breaking: /\bbreaking\b|⚠|\bremoved?\b.*\bsupport\b|^#+.*\bmajor changes?\b/im.test(body) };
  });
}

function mostCommon(levels: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const level of levels) counts.set(level, (counts.get(level) ?? 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  return best ? Math.max(best[0], ...[...counts].filter(([level, count]) => level < best[0] && count > 0).map(([level]) => level)) : null;
}

/** Entries after `from` and up to `to`, newest first; a bound that is null does not bound. */
export function entriesBetween(ecosystem: Ecosystem, entries: readonly ChangelogEntry[], from: string | null, to: string | null): ChangelogEntry[] {
  const inside = entries.filter(({ version }) => {
    const low = from === null ? 1 : compareVersions(ecosystem, version, from);
    const high = to === null ? -1 : compareVersions(ecosystem, version, to);
    return low !== null && high !== null && low > 0 && high <= 0;
  });
  return inside.sort((a, b) => compareVersions(ecosystem, b.version, a.version) ?? 0);
}
