import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TermCounts } from '@twinmcp/retrieval';

/** Of one chunk; its text has 16 KiB at most. */
const MAX_UNPACKED = 16 * 1024 * 1024;

/**
 * Counts of terms as a value of a payload: what an export needs and the hashes of a sparse vector do not tell. Sorted, so that
 * nothing of the order of words is kept. A term holds no tab and no line break; a space it may hold: some Arabic ligatures are
 * compatibility forms of a space and a mark (Unicode NFKC).
 */
export function packTerms(terms: readonly TermCounts[]): string {
  const lines = terms.map(([term, body, name, header]) => (header > 0 ? `${term}\t${body}\t${name}\t${header}` : name > 0 ? `${term}\t${body}\t${name}` : body === 1 ? term : `${term}\t${body}`));
  return deflateRawSync(lines.sort().join('\n'), { level: 1 }).toString('base64');
}

/** Throws when it is not what `packTerms` made. */
export function unpackTerms(packed: string): TermCounts[] {
  const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED }).toString();
  return text === '' ? [] : text.split('\n').map((line): TermCounts => {
    const [term, body = '1', name = '0', header = '0'] = line.split('\t');
    return [term!, Number(body), Number(name), Number(header)];
  });
}
