import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('the build of a package', () => {
  it('holds what runs: sources as JavaScript, data as it is, nothing that only tests need', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'twinmcp-build-'));
    try {
      const files = { 'index.ts': "export { a } from './deep/a.ts';\n", 'deep/a.ts': 'export const a: number = 1;\n', 'deep/a.test.ts': '', 'a.medium.test.ts': '', 'a.bench.ts': '', 'deep/page.html': '<p>', 'test-support/fake.ts': '', 'deep/test-support/pin.json': '{}', 'test-support-lines.ts': '' };
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.join(root, 'src', path.dirname(name)), { recursive: true });
        writeFileSync(path.join(root, 'src', name), text);
      }
      execFileSync(process.execPath, ['tools/build-package.mjs', root]);
      const dist = path.join(root, 'dist');
      const built = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)));
      expect(built.filter((name) => !name.endsWith('.map')).sort()).toEqual(['deep/a.js', 'deep/page.html', 'index.js', 'test-support-lines.js']);
      expect(readFileSync(path.join(dist, 'index.js'), 'utf8')).toContain('./deep/a.js');
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
