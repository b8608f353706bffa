import { contentHash, DomainError } from '@twinmcp/kernel';
import { inspectContent, type WorkspaceSourceReader } from '@twinmcp/workspaces';

export interface PlanFile {
  readonly content: Uint8Array;
  readonly text: string;
  readonly hash: string;
}

/** Byte for byte: what is written back must be the file, but for its boxes. `not-found` also for what is no plan to read. */
export async function readPlan(source: WorkspaceSourceReader, path: string): Promise<PlanFile> {
  const read = await source.read(path);
  if (!read.ok) throw new DomainError('not-found', `${path} cannot be read: ${read.detail}`, { details: { path } });
  const inspection = inspectContent(read.content);
  const text = Buffer.from(read.content).toString('utf8');
  if (!/\.(md|mdx|markdown)$/i.test(path) || !inspection.ok || !Buffer.from(text).equals(read.content)) throw new DomainError('not-found', `${path} is no Markdown file in UTF-8`, { details: { path } });
  return { content: read.content, text, hash: contentHash(read.content) };
}
