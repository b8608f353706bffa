// Writes k8s/base and what k8s/components add from the chart: `npm run k8s:base`. `npm run k8s:check` compares the two.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { baseFiles, fileText, renderBase, renderComponents } from './base.ts';
import { ROOT } from './helm.ts';

const folder = path.join(ROOT, 'k8s/base');
const files = baseFiles(renderBase());
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
for (const [name, manifests] of renderComponents()) writeFileSync(path.join(ROOT, 'k8s/components', name), fileText(manifests));
console.log(`${files.size} files in k8s/base`);
