import type { PlaceMention } from './model.ts';

/** 1 = the question names these lines; .7 = this file; lower when only a bare file name matches, when it names other lines of the file, or a folder above. */
export function mentionStrength(place: { readonly path: string; readonly startLine: number; readonly endLine: number }, mentions: readonly PlaceMention[]): number {
  let best = 0;
  for (const mention of mentions) best = Math.max(best, strengthOf(place, mention));
  return best;
}

function strengthOf(place: { readonly path: string; readonly startLine: number; readonly endLine: number }, mention: PlaceMention): number {
  const file = fileStrength(place.path, mention.path);
  if (file === 0 || mention.line === null) return file * 0.7;
  const end = mention.endLine ?? mention.line;
  return place.startLine <= end && mention.line <= place.endLine ? file : file * 0.25;
}

/** Either may be the longer one: a question names the end of a path, a stack trace the path on another machine. */
export function fileStrength(path: string, mentioned: string): number {
  if (path === mentioned) return 1;
  if (path.endsWith(`/${mentioned}`)) return mentioned.includes('/') ? 1 : 0.8;
  if (mentioned.endsWith(`/${path}`)) return path.includes('/') ? 1 : 0.6;
  if (path.startsWith(`${mentioned}/`) || path.includes(`/${mentioned}/`)) return 0.4;
  return 0;
}
