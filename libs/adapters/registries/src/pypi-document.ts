import { emptyRecord, NO_FACTS, showsContinuousIntegration, type LibraryRecord } from '@twinmcp/libraries';
import { object, strings, text, time } from './values.ts';

const MAX_VERSIONS = 200;

/** An answer of the PyPI JSON API as a record. It does not tell downloads: they stay unknown. */
export function readPypiProject(name: string, document: Record<string, unknown>, fetchedAt: number): LibraryRecord {
  const info = object(document['info']);
  const latest = text(info['version'], 256);
  const readme = text(info['description'], 200_000);
  const urls = object(info['project_urls']);
  const versions = Object.entries(object(document['releases']))
    .map(([version, files]) => {
      const first = object(Array.isArray(files) ? files[0] : null);
      const yanked = Array.isArray(files) && files.length > 0 && files.every((file) => object(file)['yanked'] === true);
      return { version, publishedAt: time(first['upload_time_iso_8601']), deprecated: yanked ? (text(first['yanked_reason'], 500) ?? 'yanked') : null };
    })
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
  const classifiers = strings(info['classifiers'], 200);
  const licence = text(info['license_expression'], 200) ?? text(info['license'], 2_000);
  return {
    ...emptyRecord('pypi', text(info['name'], 300) ?? name, 'registry'),
    description: text(info['summary'], 1_000) ?? '',
    keywords: (text(info['keywords']) ?? '').split(/[,;\s]+/).filter((word) => word !== '').slice(0, 50),
    // Some write the whole licence into the field.
    licence: licence !== null && licence.length <= 80 ? licence : (classifiers.find((line) => line.startsWith('License ::'))?.split('::').at(-1)?.trim() ?? null),
    homepage: text(info['home_page'], 1_000) ?? text(urls['Homepage'], 1_000) ?? text(urls['Documentation'], 1_000),
    repository: text(urls['Source'], 1_000) ?? text(urls['Repository'], 1_000) ?? text(urls['Source Code'], 1_000),
    maintainers: [text(info['author'], 200), text(info['maintainer'], 200)].filter((person) => person !== null),
    latest,
    versions: versions.slice(0, MAX_VERSIONS),
    dependencies: strings(info['requires_dist'], 500).flatMap((line) => {
      const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)(;.*)?$/.exec(line);
      return match ? [{ name: match[1]!, requirement: match[2]!.replace(/[()]/g, '').trim() || null, kind: match[3]?.includes('extra') ? ('optional' as const) : ('runtime' as const) }] : [];
    }),
    text: (readme ?? '').slice(0, 2_000),
    updatedAt: versions.find(({ version }) => version === latest)?.publishedAt ?? versions[0]?.publishedAt ?? null,
    deprecated: classifiers.includes('Development Status :: 7 - Inactive') ? 'marked inactive by its maintainers' : null,
    fetchedAt,
    facts: {
      ...NO_FACTS,
      readmeLength: readme?.length ?? null,
      readmeHasExample: readme === null ? null : /```|^\.\. code|::\s*$|^ {4}\S|^>>> /m.test(readme),
      hasCi: showsContinuousIntegration(readme),
      hasTypes: classifiers.includes('Typing :: Typed') ? 'own' : null,
      hasChangelog: Object.keys(urls).some((key) => /change|release notes|history/i.test(key)) ? true : null,
      hasHomepage: text(info['home_page']) !== null || Object.keys(urls).length > 0 ? true : null,
    },
  };
}
