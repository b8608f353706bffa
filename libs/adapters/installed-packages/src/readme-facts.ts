import { showsContinuousIntegration } from '@twinmcp/libraries';
import { listFolder, readText, type Bounds } from './bounded-files.ts';
import path from 'node:path';

export interface FolderFacts {
  readonly text: string;
  readonly readmeLength: number | null;
  readonly readmeHasExample: boolean | null;
  readonly hasChangelog: boolean | null;
  readonly hasDeclarations: boolean;
  readonly hasCi: true | null;
}

const README = /^readme(\.(md|markdown|rst|txt))?$/i;
const CHANGELOG = /^(changelog|changes|history|releases)(\.[a-z]+)?$/i;
const README_BYTES = 65_536;
const TEXT_LENGTH = 2_000;

/** What the files beside a manifest tell. A README that is not there is unknown: packages are often published without. */
export async function folderFacts(folder: string, bounds: Bounds): Promise<FolderFacts> {
  const names = await listFolder(folder, bounds);
  const readme = names.find((name) => README.test(name));
  const content = readme === undefined ? null : await readText(path.join(folder, readme), bounds, README_BYTES);
  // Some publish the configuration of their runs with the package.
  const workflows = names.includes('.github') ? (await listFolder(path.join(folder, '.github', 'workflows'), bounds)).map((name) => `.github/workflows/${name}`) : [];
  return { ...textFacts(content), hasCi: showsContinuousIntegration(content, [...names, ...workflows]), hasChangelog: names.some((name) => CHANGELOG.test(name)) ? true : null, hasDeclarations: names.includes('index.d.ts') };
}

export function textFacts(content: string | null): Pick<FolderFacts, 'text' | 'readmeLength' | 'readmeHasExample'> {
  if (content === null || content.trim() === '') return { text: '', readmeLength: null, readmeHasExample: null };
  return { text: prose(content), readmeLength: content.length, readmeHasExample: /^(```|~~~|\.\. code|::$| {4}\S)/m.test(content) };
}

/** The beginning of a README in words: no badges, links, code, tags. */
function prose(content: string): string {
  return content
    .slice(0, 16_384)
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/<[^>]{0,500}>/g, ' ')
    .replace(/!\[[^\]]{0,500}\]\([^)]{0,1000}\)/g, ' ')
    .replace(/\[([^\]]{0,500})\]\([^)]{0,1000}\)/g, '$1')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim()
    .slice(0, TEXT_LENGTH);
}
