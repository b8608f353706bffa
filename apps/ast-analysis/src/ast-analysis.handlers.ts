import { Inject, Injectable } from '@nestjs/common';
import { astAnalysis, indexJobs, type QueuePayload, type RpcParsedInput } from '@twinmcp/contracts';
import type { Delivery } from '@twinmcp/messaging';
import { QueueHandler, RpcHandler, type RpcContext } from '@twinmcp/platform';
import { USE_CASES } from './tokens.ts';
import type { AstAnalysisUseCases } from './use-cases/use-cases.ts';

type Input<K extends keyof typeof astAnalysis> = RpcParsedInput<(typeof astAnalysis)[K]>;

@Injectable()
export class AstAnalysisHandlers {
  constructor(@Inject(USE_CASES) private readonly useCases: AstAnalysisUseCases) {}

  @RpcHandler(astAnalysis.registerWorkspace)
  registerWorkspace(input: Input<'registerWorkspace'>, ctx: RpcContext) {
    return this.useCases.registerWorkspace.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.listWorkspaces)
  listWorkspaces(input: Input<'listWorkspaces'>, ctx: RpcContext) {
    return this.useCases.listWorkspaces.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.workspaceStatus)
  workspaceStatus(input: Input<'workspaceStatus'>, ctx: RpcContext) {
    return this.useCases.workspaceStatus.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.removeWorkspace)
  removeWorkspace(input: Input<'removeWorkspace'>, ctx: RpcContext) {
    return this.useCases.removeWorkspace.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.submitIndex)
  submitIndex(input: Input<'submitIndex'>, ctx: RpcContext) {
    return this.useCases.submitIndex.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.getJob)
  getJob(input: Input<'getJob'>, ctx: RpcContext) {
    return this.useCases.getJob.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.cancelJob)
  cancelJob(input: Input<'cancelJob'>, ctx: RpcContext) {
    return this.useCases.cancelJob.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.findSymbols)
  findSymbols(input: Input<'findSymbols'>, ctx: RpcContext) {
    return this.useCases.findSymbols.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.readRanges)
  readRanges(input: Input<'readRanges'>, ctx: RpcContext) {
    return this.useCases.readRanges.execute(input, ctx);
  }

  /** Two workspaces at a time unless configured otherwise: the analyser's threads are shared, and one run alone keeps them busy except at its ends. */
  @QueueHandler(indexJobs, { concurrency: ({ queue }) => queue.index_concurrency })
  indexWorkspace(payload: QueuePayload<typeof indexJobs>, delivery: Delivery): Promise<void> {
    return this.useCases.runIndexJob.execute(payload, delivery);
  }
}
