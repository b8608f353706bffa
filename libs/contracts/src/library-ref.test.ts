import { libraryRefOf } from './library-ref.ts';

describe('a library as people write it', () => {
  it.each([
    ['zod', { ecosystem: 'npm', name: 'zod' }], ['npm:zod@4.1.0', { ecosystem: 'npm', name: 'zod', version: '4.1.0' }], ['/npm/zod', { ecosystem: 'npm', name: 'zod' }], ['@scope/name@1', { ecosystem: 'npm', name: '@scope/name', version: '1' }],
    ['pypi:requests', { ecosystem: 'pypi', name: 'requests' }], ['github.com/go-chi/chi/v5', { ecosystem: 'go', name: 'github.com/go-chi/chi/v5' }], ['go:golang.org/x/net@v0.10.0', { ecosystem: 'go', name: 'golang.org/x/net', version: 'v0.10.0' }], ['gopher', { ecosystem: 'npm', name: 'gopher' }], ['zod@', { ecosystem: 'npm', name: 'zod' }],
  ])('%s', (text, expected) => expect(libraryRefOf(text)).toEqual(expected));

  it('is of the ecosystem of the project where nobody says another', () => {
    const python = [{ ecosystem: 'pypi' as const, name: 'Flask-Login' }, { ecosystem: 'pypi' as const, name: 'requests' }];
    expect([libraryRefOf('requests', python).ecosystem, libraryRefOf('flask_login', python).ecosystem, libraryRefOf('something-else', python).ecosystem, libraryRefOf('npm:requests', python).ecosystem]).toEqual(['pypi', 'pypi', 'pypi', 'npm']);
    expect([libraryRefOf('requests', [...python, { ecosystem: 'npm', name: 'zod' }]).ecosystem, libraryRefOf('other', [...python, { ecosystem: 'npm', name: 'zod' }]).ecosystem]).toEqual(['pypi', 'npm']);
  });
});
