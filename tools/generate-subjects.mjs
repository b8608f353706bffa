// Writes docs/subjects.md from the contracts.
//   node tools/generate-subjects.mjs [--check]
// libs/contracts/src/subjects-document.test.ts fails when the document is not what the contracts say.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSubjects } from '../libs/contracts/src/subjects-document.ts';

const file = fileURLToPath(new URL('../docs/subjects.md', import.meta.url));
const text = renderSubjects();
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/subjects.md is not what the contracts say: run node tools/generate-subjects.mjs');
  process.exit(1);
}
