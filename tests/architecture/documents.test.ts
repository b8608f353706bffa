import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readPackages } from './workspace-source.ts';

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/adr/README.md', ...globSync('docs/adr/0*.md')];
const ROOTS = /^(apps|config|docs|libs|tests|tools)\//;

/** Paths from the root that a document writes as code; `<name>` stands for anything. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!).filter((word) => ROOTS.test(word)).map((word) => word.replace(/<[^>]+>/g, '*'));
}

function links(document: string, text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => path.join(path.dirname(document), match[1]!));
}

describe('documents', () => {
  it.each(DOCUMENTS)('%s names files and folders that are there', (document) => {
    const text = readFileSync(document, 'utf8');
    expect(namedPaths(text).filter((named) => globSync(named).length === 0)).toEqual([]);
    expect(links(document, text).filter((target) => !existsSync(target))).toEqual([]);
  });

  it('ARCHITECTURE.md lists every package and every decision', () => {
    const text = readFileSync('ARCHITECTURE.md', 'utf8');
    const folders = readPackages().map(({ folder }) => folder);
    expect(folders.length).toBeGreaterThan(25);
    expect(folders.filter((folder) => !text.includes(`\`${folder}\``) && !text.includes(`\`${path.basename(folder)}\``))).toEqual([]);
    expect(globSync('docs/adr/0*.md').filter((decision) => !text.includes(`(${decision})`))).toEqual([]);
  });
});
