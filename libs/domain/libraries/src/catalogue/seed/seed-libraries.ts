import type { Ecosystem } from '@twinmcp/contracts';
import { emptyRecord, type LibraryRecord } from '../library-record.ts';
import { NPM_SEED } from './npm.table.ts';
import { CARGO_SEED, GO_SEED, PYPI_SEED } from './others.table.ts';

const list = (field: string | undefined): string[] => (field ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');

/** What is known of libraries before anything was read: the well-known ones, written by hand for this project. */
export function seedLibraries(): LibraryRecord[] {
  return [
    ...rows(NPM_SEED).map(([fame, name, aliases, keywords, description]) => record('npm', fame, name, [], list(aliases), list(keywords), description)),
    ...(['pypi', 'cargo', 'go'] as const).flatMap((ecosystem) =>
      rows({ pypi: PYPI_SEED, cargo: CARGO_SEED, go: GO_SEED }[ecosystem]).map(([fame, name, imports, aliases, keywords, description]) => record(ecosystem, fame, name, list(imports), list(aliases), list(keywords), description)),
    ),
  ];
}

function rows(table: string): string[][] {
  return table.trim().split('\n').map((line) => line.split('|'));
}

function record(ecosystem: Ecosystem, fame: string | undefined, name: string | undefined, importNames: string[], aliases: string[], keywords: string[], description: string | undefined): LibraryRecord {
  return { ...emptyRecord(ecosystem, name!, 'seed'), importNames, aliases, keywords, description: description!, fame: Number(fame) / 100 };
}
