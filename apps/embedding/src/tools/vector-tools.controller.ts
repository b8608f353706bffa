import { Controller, Inject } from '@nestjs/common';
import { embedding, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { MeasureQuality } from './measure-quality.usecase.ts';
import { RepairIndex } from './repair-index.usecase.ts';
import { Snapshots } from './snapshots.usecase.ts';
import { ValidateIndex } from './validate-index.usecase.ts';

type Input<K extends keyof typeof embedding> = RpcParsedInput<(typeof embedding)[K]>;

@Controller()
export class VectorToolsController {
  constructor(
    @Inject(ValidateIndex) private readonly validation: ValidateIndex,
    @Inject(RepairIndex) private readonly repair: RepairIndex,
    @Inject(MeasureQuality) private readonly quality: MeasureQuality,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
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
}
