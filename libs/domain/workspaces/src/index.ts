export type { ReadResult, Snapshot, SourceEntry, WorkspaceSourceReader } from './workspace-source.ts';
