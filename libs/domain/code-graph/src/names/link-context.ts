import type { FileTable } from '../files/file-table.ts';
import type { ModuleResolver } from '../modules/module-resolver.ts';
import { ExportResolver } from './export-resolver.ts';
import { MemberResolver } from './member-resolver.ts';
import { ScopeResolver } from './scope-resolver.ts';

/** What resolving a name needs: each part asks the others. */
export class LinkContext {
  readonly table: FileTable;
  readonly modules: ModuleResolver;
  readonly exports: ExportResolver;
  readonly scopes: ScopeResolver;
  readonly members: MemberResolver;

  constructor(table: FileTable, modules: ModuleResolver) {
    this.table = table;
    this.modules = modules;
    this.exports = new ExportResolver(this);
    this.scopes = new ScopeResolver(this);
    this.members = new MemberResolver(this);
  }
}
