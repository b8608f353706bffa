const MAX_SIGNATURE = 300;
const MAX_DOC = 2_000;
const DIRECTIVE = /^\s*(?:@ts-|eslint|prettier-ignore|oxlint|biome-ignore|istanbul|c8 |v8 |tslint|jshint|global\b|noinspection|#?region\b|#?endregion\b|go:|nolint|\+build|type:\s*ignore|noqa|pylint:|pragma|fmt:|-\*-|!\/)/i;

/** Part of the text on one line, at most 300 characters. */
export function collapse(text: string, start: number, end: number): string {
  const raw = text.slice(start, Math.min(end, start + MAX_SIGNATURE * 3));
  return raw.replace(/\s+/g, ' ').replace(/[\s{:=]+$/, '').trim().slice(0, MAX_SIGNATURE);
}

/** A comment without its marks and tool directives; null when nothing is left. At most 2,000 characters. */
export function cleanComment(raw: string): string | null {
  const lines: string[] = [];
  for (const line of raw.slice(0, MAX_DOC * 2).split('\n')) {
    const text = line
      .replace(/^\s*(?:\/\*+!?|\/\/+!?|\*+(?!\/)|#+!?|--+(?:\[=*\[)?)?[ \t]?/, '')
      .replace(/\s*\*+\/\s*$/, '')
      .trimEnd();
    if (text === '*/' || text === '/' || DIRECTIVE.test(text)) continue;
    lines.push(text);
  }
  const doc = lines.join('\n').trim();
  return doc === '' || /^[-=*#/\s]+$/.test(doc) ? null : doc.slice(0, MAX_DOC);
}
