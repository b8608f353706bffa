import fc from 'fast-check';
import { emptyRecord, NO_FACTS } from './library-record.ts';
import { formatLibraryId, parseLibraryId } from './library-ref.ts';
import { mergeRecords } from './merge-records.ts';

describe('library ids', () => {
  it.each([['npm:zod', { ecosystem: 'npm', name: 'zod' }], ['npm:@scope/a@1.2.3', { ecosystem: 'npm', name: '@scope/a', version: '1.2.3' }], ['npm:@scope/a', { ecosystem: 'npm', name: '@scope/a' }], ['pkg:golang/github.com/x/y@v1', { ecosystem: 'go', name: 'github.com/x/y', version: 'v1' }], ['pypi:x@2004d', { ecosystem: 'pypi', name: 'x', version: '2004d' }]])('%s', (id, ref) => expect(parseLibraryId(id)).toEqual(ref));
  it.each(['', 'zod', 'npm:', 'gem:rails', `npm:${'x'.repeat(600)}`])('refuses %j', (id) => expect(parseLibraryId(id)).toBeNull());
  it('are read as they are written', () => fc.assert(fc.property(fc.constantFrom('npm' as const, 'pypi' as const), fc.stringMatching(/^[a-z][a-z.-]{0,20}$/), fc.option(fc.stringMatching(/^[0-9a-z.]{1,10}$/), { nil: undefined }), (ecosystem, name, version) => {
    const ref = { ecosystem, name, ...(version !== undefined && { version }) };
    expect(parseLibraryId(formatLibraryId(ref))).toEqual(ref);
  })));
});

describe('mergeRecords', () => {
  const registry = { ...emptyRecord('npm', 'x', 'registry'), description: 'from the registry', latest: '2', facts: { ...NO_FACTS, downloads: 5 } };
  const installed = { ...emptyRecord('npm', 'x', 'installed'), description: 'installed', licence: 'MIT', facts: { ...NO_FACTS, downloads: 1, hasTests: true } };
  it('believes the registry where it speaks, and what is installed elsewhere, in either order', () => {
    for (const merged of [mergeRecords(registry, installed), mergeRecords(installed, registry)]) expect(merged).toMatchObject({ description: 'from the registry', latest: '2', licence: 'MIT', facts: { downloads: 5, hasTests: true }, sources: ['installed', 'registry'] });
  });
  it('changes nothing when it hears the same again', () => expect(mergeRecords(registry, registry)).toEqual(registry));
});
