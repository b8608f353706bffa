import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { embedding, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { ExportSessions } from './export-sessions.ts';
import { ImportSessions } from './import-sessions.ts';
import { MeasureQuality } from './measure-quality.usecase.ts';
import { RepairIndex } from './repair-index.usecase.ts';
import { Snapshots } from './snapshots.usecase.ts';
import { ValidateIndex } from './validate-index.usecase.ts';

type Input<K extends keyof typeof embedding> = RpcParsedInput<(typeof embedding)[K]>;

@Controller()
export class VectorToolsController implements BeforeApplicationShutdown {
  constructor(
    @Inject(ValidateIndex) private readonly validation: ValidateIndex,
    @Inject(RepairIndex) private readonly repair: RepairIndex,
    @Inject(MeasureQuality) private readonly quality: MeasureQuality,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(ExportSessions) private readonly exports: ExportSessions,
    @Inject(ImportSessions) private readonly imports: ImportSessions,
  ) {}

  @RpcHandler(embedding.validateIndex)
  validateIndex(input: Input<'validateIndex'>, ctx: RpcContext) {
    return this.validation.execute(input, ctx);
  }

  @RpcHandler(embedding.repairIndex)
  repairIndex(input: Input<'repairIndex'>, ctx: RpcContext) {
    return this.repair.execute(input, ctx);
  }

  @RpcHandler(embedding.measureQuality)
  measureQuality(input: Input<'measureQuality'>, ctx: RpcContext) {
    return this.quality.execute(input, ctx);
  }

  @RpcHandler(embedding.qualityHistory)
  qualityHistory(input: Input<'qualityHistory'>, _ctx: RpcContext) {
    return this.quality.history(input);
  }

  @RpcHandler(embedding.createSnapshot)
  createSnapshot(input: Input<'createSnapshot'>, _ctx: RpcContext) {
    return this.snapshots.create(input);
  }

  @RpcHandler(embedding.listSnapshots)
  listSnapshots(input: Input<'listSnapshots'>, _ctx: RpcContext) {
    return this.snapshots.list(input);
  }

  @RpcHandler(embedding.restoreSnapshot)
  restoreSnapshot(input: Input<'restoreSnapshot'>, _ctx: RpcContext) {
    return this.snapshots.restore(input);
  }

  @RpcHandler(embedding.deleteSnapshot)
  deleteSnapshot(input: Input<'deleteSnapshot'>, _ctx: RpcContext) {
    return this.snapshots.delete(input);
  }

  @RpcHandler(embedding.beginExport)
  beginExport(input: Input<'beginExport'>, _ctx: RpcContext) {
    return this.exports.begin(input);
  }

  @RpcHandler(embedding.readExport)
  readExport(input: Input<'readExport'>, _ctx: RpcContext) {
    return this.exports.read(input);
  }

  @RpcHandler(embedding.endExport)
  endExport(input: Input<'endExport'>, _ctx: RpcContext) {
    return this.exports.end(input);
  }

  @RpcHandler(embedding.beginImport)
  beginImport(input: Input<'beginImport'>, _ctx: RpcContext) {
    return this.imports.begin(input);
  }

  @RpcHandler(embedding.importRecords)
  importRecords(input: Input<'importRecords'>, _ctx: RpcContext) {
    return this.imports.add(input);
  }

  @RpcHandler(embedding.commitImport)
  commitImport(input: Input<'commitImport'>, _ctx: RpcContext) {
    return this.imports.commit(input);
  }

  @RpcHandler(embedding.abortImport)
  abortImport(input: Input<'abortImport'>, _ctx: RpcContext) {
    return this.imports.abort(input);
  }

  /** Copies and staged indexes of sessions that nobody will end. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.exports.close(), this.imports.close()]);
  }
}
