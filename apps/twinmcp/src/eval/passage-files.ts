import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Passage } from '@twinmcp/evaluation';

const EXTENSIONS: Readonly<Record<string, string>> = {
  python: 'py', javascript: 'js', typescript: 'ts', tsx: 'tsx', jsx: 'jsx', go: 'go', rust: 'rs', java: 'java', c: 'c', cpp: 'cpp', csharp: 'cs', ruby: 'rb', php: 'php', shell: 'sh', markdown: 'md', json: 'json', yaml: 'yaml', toml: 'toml',
};

/**
 * One file a passage, so that the real scan, parser and index are measured. A passage that has a path keeps its words as a
 * folder; otherwise names are neutral: a name made of the id would give the answer away. Returns file → passage id.
 */
export async function writePassages(folder: string, passages: readonly Passage[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const folders = new Set<string>();
  for (const [i, passage] of passages.entries()) {
    const file = passageFile(passage, i);
    const target = path.join(folder, file);
    if (!folders.has(path.dirname(target))) {
      await mkdir(path.dirname(target), { recursive: true });
      folders.add(path.dirname(target));
    }
    await writeFile(target, passageText(passage), 'utf8');
    ids.set(file, passage.id);
  }
  return ids;
}

export function passageFile(passage: Passage, position: number): string {
  const number = String(position).padStart(6, '0');
  const extension = extensionOf(passage);
  const parts = (passage.path ?? '').split('/').map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '')).filter((part) => part !== '').slice(-8);
  if (parts.length === 0) return `${number.slice(0, 3)}/${number}.${extension}`;
  return `${parts.join('/').replace(/\.[^./]+$/, '')}/${number}.${extension}`;
}

export function passageText(passage: Passage): string {
  if (!passage.title) return `${passage.text}\n`;
  return extensionOf(passage) === 'md' ? `# ${passage.title.replace(/\s+/g, ' ')}\n\n${passage.text}\n` : `${passage.title}\n\n${passage.text}\n`;
}

function extensionOf(passage: Passage): string {
  const language = passage.language?.toLowerCase() ?? '';
  return EXTENSIONS[language] ?? (language.endsWith('docs') ? 'md' : 'txt');
}
