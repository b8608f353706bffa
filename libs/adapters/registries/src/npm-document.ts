import { emptyRecord, NO_FACTS, showsContinuousIntegration, type LibraryDependency, type LibraryRecord } from '@twinmcp/libraries';
import { object, strings, text, time } from './values.ts';

const MAX_VERSIONS = 200;

/** A packument (npm registry API) as a record. */
export function readPackument(name: string, document: Record<string, unknown>, downloads: number | null, fetchedAt: number): LibraryRecord {
  const times = object(document['time']);
  const versions = object(document['versions']);
  const latest = text(object(document['dist-tags'])['latest'], 256);
  const newest = object(latest === null ? null : versions[latest]);
  const readme = text(document['readme'], 200_000);
  const listed = Object.keys(versions)
    .map((version) => ({ version, publishedAt: time(times[version]), deprecated: text(object(versions[version])['deprecated'], 500) }))
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0))
    .slice(0, MAX_VERSIONS);
  const test = text(object(newest['scripts'])['test']);
  const repository = document['repository'] ?? newest['repository'];
  return {
    ...emptyRecord('npm', text(document['name'], 300) ?? name, 'registry'),
    description: text(document['description'], 1_000) ?? text(newest['description'], 1_000) ?? '',
    keywords: strings(document['keywords'] ?? newest['keywords'], 50),
    licence: text(document['license'], 200) ?? text(newest['license'], 200) ?? text(object(document['license'])['type'], 200),
    homepage: text(document['homepage'], 1_000),
    repository: text(repository, 1_000) ?? text(object(repository)['url'], 1_000),
    maintainers: (Array.isArray(document['maintainers']) ? document['maintainers'] : []).map((person) => text(object(person)['name'], 200) ?? text(person, 200)).filter((person) => person !== null).slice(0, 50),
    latest,
    versions: listed,
    dependencies: latest === null ? null : [...dependencies(newest['dependencies'], 'runtime'), ...dependencies(newest['optionalDependencies'], 'optional'), ...dependencies(newest['peerDependencies'], 'peer')],
    text: (readme ?? '').slice(0, 2_000),
    updatedAt: latest === null ? time(times['modified']) : (time(times[latest]) ?? time(times['modified'])),
    deprecated: text(newest['deprecated'], 500),
    fetchedAt,
    facts: {
      ...NO_FACTS, downloads,
      readmeLength: readme?.length ?? null,
      readmeHasExample: readme === null ? null : /```|^ {4}\S/m.test(readme),
      hasCi: showsContinuousIntegration(readme),
      hasTypes: text(newest['types']) !== null || text(newest['typings']) !== null || JSON.stringify(newest['exports'] ?? '').includes('"types"') ? 'own' : null,
      hasTests: test !== null && !test.includes('no test specified') ? true : null,
      hasHomepage: text(document['homepage']) !== null ? true : null,
    },
  };
}

function dependencies(listed: unknown, kind: LibraryDependency['kind']): LibraryDependency[] {
  return Object.entries(object(listed)).slice(0, 500).map(([name, requirement]) => ({ name, requirement: text(requirement, 500), kind }));
}
