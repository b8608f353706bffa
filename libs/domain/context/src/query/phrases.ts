const MAX_PHRASES = 8;
const QUOTED = /"([^"\n]{3,300})"|“([^”\n]{3,300})”|「([^」\n]{2,300})」|『([^』\n]{2,300})』|«([^»\n]{3,300})»|„([^“”\n]{3,300})[“”]|(?<![\p{L}\p{N}])'([^'\n]{3,300})'(?![\p{L}\p{N}])/gu;

/** Text in quotation marks: a message or a label, word for word. */
export function extractPhrases(text: string): string[] {
  const phrases = new Set<string>();
  for (const match of text.matchAll(QUOTED)) {
    const phrase = match.slice(1).find((group) => group !== undefined)!.trim();
    if (phrase !== '') phrases.add(phrase);
    if (phrases.size === MAX_PHRASES) break;
  }
  return [...phrases];
}
