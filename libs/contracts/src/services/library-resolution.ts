import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { RelativePath, WorkspaceId } from '../shared.ts';
import { Ecosystem, libraryCatalogue } from './library-catalogue.ts';
import { libraryDependencies } from './library-dependencies.ts';
import { libraryDocs } from './library-docs.ts';
import { libraryQuestion } from './library-question.ts';

export const Dependency = z.object({
  ecosystem: Ecosystem,
  name: z.string(),
  requirement: z.string().nullable().describe('As the manifest writes it'),
  version: z.string().nullable().describe('The exact version from the lock file; null when no lock file names it'),
  scope: z.enum(['runtime', 'development', 'optional', 'peer']),
  manifest: RelativePath,
});
export type Dependency = z.output<typeof Dependency>;

export const libraryResolution = {
  listDependencies: defineRpc({
    service: 'library-resolution', verb: 'list-dependencies', idempotent: true, timeoutMs: 10_000, errors: ['workspace-not-found'],
    summary: 'Direct dependencies of a workspace with the versions its lock files pin.',
    input: z.object({ workspaceId: WorkspaceId }),
    output: z.object({ dependencies: z.array(Dependency), problems: z.array(z.object({ path: RelativePath, message: z.string() })) }),
  }),
  ...libraryCatalogue,
  ...libraryDependencies,
  ...libraryDocs,
  ...libraryQuestion,
};
