import { classifyPath, pathPriors } from './path-class.ts';

it.each(['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'a/pnpm-lock.yaml', 'Cargo.lock', 'uv.lock', 'go.sum', 'go.work.sum', 'Gemfile.lock', 'composer.lock', 'bun.lock', 'x/packages.lock.json'])('%s counts as generated', (path) => {
  expect(classifyPath(path)).toBe('generated');
});

it.each(['src/lock.ts', 'writer-lock.ts', 'locks/README.md', 'package.json', 'go.mod'])('%s does not', (path) => {
  expect(classifyPath(path)).not.toBe('generated');
});

describe('lock files', () => {
  it.each(['which version of zod is locked', 'zod in package-lock.json', 'what is the locked version of undici', 'which version of pino gets resolved when we install', 'go.sum entry of x/net'])('count in full for: %s', (query) => {
    expect(pathPriors(query, 0.3).generated).toBe(1);
  });

  it.each(['how is the lock of the index taken by one writer', 'acquire a lock before writing', 'add support for a new protocol version', 'fix the version negotiation of the client', 'clock.lock() throws when the mutex is held'])('do not crowd out the code for: %s', (query) => {
    expect(pathPriors(query, 0.3).generated).toBe(0.3);
  });
});
