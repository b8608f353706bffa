import { libraryResolution } from '@twinmcp/contracts';
import { emptyRecord, type LibraryRecord } from '../catalogue/library-record.ts';
import { DEFAULT_QUALITY_WEIGHTS } from '../quality/score-quality.ts';
import { LibraryIndex } from './library-index.ts';
import { ResolveLibrary } from './resolve-library.usecase.ts';
import { DEFAULT_SEARCH_WEIGHTS } from './search-model.ts';

const record = (ecosystem: LibraryRecord['ecosystem'], name: string, description: string, fame: number): LibraryRecord => ({ ...emptyRecord(ecosystem, name, 'seed'), description, fame });
const index = new LibraryIndex();
for (const one of [
  record('npm', 'redis', 'Client of the Redis database', 0.8), record('pypi', 'redis', 'Client of the Redis database', 0.7), record('cargo', 'redis', 'Client of the Redis database', 0.5),
  record('npm', 'canvas', 'Drawing surface: images and charts on a server', 0.6), record('pypi', 'canvas', 'Client for the learning platform Canvas: courses, students, grades', 0.3),
  record('npm', 'redis-mock', 'Stands in for Redis in Python and Flask tests', 0.9),
]) index.put(one);

const resolve = async (query: string, about?: string, installed: readonly string[] = []) =>
  (await new ResolveLibrary(index, null).execute(libraryResolution.resolveLibrary.input.parse({ query, about, semantic: false }), { weights: DEFAULT_SEARCH_WEIGHTS, qualityWeights: DEFAULT_QUALITY_WEIGHTS, installed: new Map(installed.map((id) => [id, '1.0.0'])), now: 0 })).matches.map(({ id }) => id);

describe('a name with the question behind it', () => {
  it('is what the question makes sense of', async () => {
    expect((await resolve('redis'))[0]).toBe('npm:redis');
    expect((await resolve('redis', 'How do I cache a view in a Flask app?'))[0]).toBe('pypi:redis');
    expect((await resolve('redis', 'connection pool with tokio'))[0]).toBe('cargo:redis');
    expect((await resolve('canvas', 'list the grades of all students of a course'))[0]).toBe('pypi:canvas');
    expect((await resolve('canvas', 'draw charts on the server'))[0]).toBe('npm:canvas');
  });

  it('is never passed by another name that fits the question better', async () => {
    expect((await resolve('redis', 'stand in for Redis in Python and Flask tests')).slice(0, 3).sort()).toEqual(['cargo:redis', 'npm:redis', 'pypi:redis']);
  });

  it('is what is installed, when the question does not say otherwise', async () => {
    expect((await resolve('redis', 'how long do keys live', ['cargo:redis']))[0]).toBe('cargo:redis');
    expect((await resolve('redis', 'use it from Django', ['npm:redis']))[0]).toBe('pypi:redis');
  });
});
