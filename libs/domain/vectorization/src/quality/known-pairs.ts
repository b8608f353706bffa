/** A question the index itself holds the answer to. */
export interface KnownPair {
  readonly source: 'heading' | 'doc-comment';
  readonly query: string;
  /** The chunk without the words of the query. */
  readonly body: string;
}

const MIN_BODY = 60;
const MAX_QUERY = 300;

/** A heading and the section below it, or a doc comment and the code it is on; null when the chunk has neither. */
export function knownPair(chunk: { readonly kind: string; readonly symbol: string | null; readonly text: string }): KnownPair | null {
  return chunk.kind === 'section' ? headingPair(chunk.text, chunk.symbol) : chunk.kind === 'symbol' ? docPair(chunk.text) : null;
}

function headingPair(text: string, symbol: string | null): KnownPair | null {
  const title = symbol?.split(' > ').at(-1)?.trim() ?? '';
  const words = title.match(/\p{L}{2,}/gu) ?? [];
  // "Usage" or "1.2.0" is asked of every page and answered by none in particular.
  if (words.length < 2 || title.length > MAX_QUERY) return null;
  const body = text.split('\n').filter((line) => !/^\s{0,3}#{1,6}\s/.test(line) && !line.includes(title)).join('\n').trim();
  return body.length < MIN_BODY ? null : { source: 'heading', query: title, body };
}

const LEADING = /^\s*(?:\/\*\*?([^]*?)\*\/|((?:[ \t]*(?:\/\/[/!]?|#(?!!|\[|include|define|if|pragma))[^\n]*\n)+))/;
const DOCSTRING = /^(\s*(?:async\s+)?(?:def|class)\b[^]*?:\s*\n\s*)[rRuU]?("""|''')([^]*?)\2/;

function docPair(text: string): KnownPair | null {
  const comment = LEADING.exec(text);
  if (comment) return pairOf(comment[1] ?? comment[2]!, text.slice(comment[0].length));
  const docstring = DOCSTRING.exec(text.slice(0, 8_000));
  return docstring ? pairOf(docstring[3]!, docstring[1]! + text.slice(docstring[0].length)) : null;
}

/** The first paragraph, without tags and marks. */
function pairOf(comment: string, rest: string): KnownPair | null {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*(?:\*+|\/\/[/!]?|#+)?\s?/, '').trim());
  const first = lines.findIndex((line) => line !== '');
  const words: string[] = [];
  for (const line of lines.slice(Math.max(0, first))) {
    if (line === '' || /^(?:@|:param|:return|Args:|Returns:|Parameters\b|>>>|```)/.test(line)) break;
    words.push(line);
  }
  const query = words.join(' ').replace(/\{@\w+\s+([^}]*)\}/g, '$1').replace(/\s+/g, ' ').trim().slice(0, MAX_QUERY);
  const body = rest.trim();
  if (body.length < MIN_BODY || (query.match(/\p{L}{2,}/gu) ?? []).length < 4) return null;
  if (/licen[cs]e|copyright|eslint|istanbul|@ts-/i.test(query)) return null;
  return { source: 'doc-comment', query, body };
}
