// Builds one package: src/**/*.ts → dist/**/*.js through swc, other files copied as they are, what only tests need left out. Called by the Nx target `build`.
import { transformFile } from '@swc/core';
import { cp, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = process.argv[2];
if (!root) throw new Error('usage: node tools/build-package.mjs <package folder>');
const src = path.join(root, 'src');
const dist = path.join(root, 'dist');
await rm(dist, { recursive: true, force: true });

for await (const entry of glob('**/*', { cwd: src, withFileTypes: true })) {
  if (!entry.isFile() || /\.(test|bench)\.ts$/.test(entry.name)) continue;
  const file = path.join(entry.parentPath, entry.name);
  if (path.relative(src, file).split(path.sep).includes('test-support')) continue;
  const target = path.join(dist, path.relative(src, file));
  await mkdir(path.dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) {
    await cp(file, target);
    continue;
  }
  const { code, map } = await transformFile(file, { configFile: '.swcrc', swcrc: true, sourceMaps: true, sourceFileName: path.relative(path.dirname(target), file) });
  const output = target.replace(/\.ts$/, '.js');
  await writeFile(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
  await writeFile(`${output}.map`, map ?? '');
}
