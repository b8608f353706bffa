import { emptyRecord, NO_FACTS, type LibraryRecord } from '@twinmcp/libraries';
import { number, object, strings, text, time } from './values.ts';

/** Downloads are told for the last 90 days. */
const RECENT_MONTHS = 3;
const MAX_VERSIONS = 200;

/** An answer of the crates.io API as a record. */
export function readCrate(name: string, document: Record<string, unknown>, fetchedAt: number): LibraryRecord {
  const crate = object(document['crate']);
  const versions = (Array.isArray(document['versions']) ? document['versions'] : []).map(object);
  const latest = text(crate['max_stable_version'], 256) ?? text(crate['max_version'], 256) ?? text(crate['newest_version'], 256);
  const newest = object(versions.find((version) => version['num'] === latest) ?? versions[0]);
  const recent = number(crate['recent_downloads']);
  return {
    ...emptyRecord('cargo', text(crate['name'], 300) ?? name, 'registry'),
    description: text(crate['description'], 1_000) ?? '',
    keywords: strings(crate['keywords'], 20),
    licence: text(newest['license'], 200),
    homepage: text(crate['homepage'], 1_000) ?? text(crate['documentation'], 1_000),
    repository: text(crate['repository'], 1_000),
    latest,
    versions: versions.slice(0, MAX_VERSIONS).flatMap((version) => {
      const num = text(version['num'], 256);
      return num === null ? [] : [{ version: num, publishedAt: time(version['created_at']), deprecated: version['yanked'] === true ? (text(version['yank_message'], 500) ?? 'yanked') : null }];
    }),
    updatedAt: time(newest['created_at']) ?? time(crate['updated_at']),
    fetchedAt,
    facts: { ...NO_FACTS, downloads: recent === null ? null : Math.round(recent / RECENT_MONTHS), hasTypes: 'own', hasHomepage: text(crate['homepage']) !== null || text(crate['documentation']) !== null ? true : null },
  };
}
