import { Inject, Injectable } from '@nestjs/common';
import { astAnalysis, indexJobs, workspaceIndexed, type EventPayload, type QueuePayload, type RpcParsedInput } from '@twinmcp/contracts';
import type { Delivery } from '@twinmcp/messaging';
import { EventHandler, QueueHandler, RpcHandler, type RpcContext } from '@twinmcp/platform';
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

  @RpcHandler(astAnalysis.watchWorkspace)
  watchWorkspace(input: Input<'watchWorkspace'>, ctx: RpcContext) {
    return this.useCases.watchWorkspace.execute(input, ctx);
  }

  @EventHandler(workspaceIndexed)
  async workspaceIndexed(event: EventPayload<typeof workspaceIndexed>): Promise<void> {
    this.useCases.changeLog.heard(event);
    await this.useCases.watchers.indexed(event.workspaceId);
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

  @RpcHandler(astAnalysis.findPastChanges)
  findPastChanges(input: Input<'findPastChanges'>, ctx: RpcContext) {
    return this.useCases.findPastChanges.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.relateFiles)
  relateFiles(input: Input<'relateFiles'>, ctx: RpcContext) {
    return this.useCases.relateFiles.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.readRanges)
  readRanges(input: Input<'readRanges'>, ctx: RpcContext) {
    return this.useCases.readRanges.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.previewIndex)
  previewIndex(input: Input<'previewIndex'>, ctx: RpcContext) {
    return this.useCases.previewIndex.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.listManifest)
  listManifest(input: Input<'listManifest'>, ctx: RpcContext) {
    return this.useCases.listManifest.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.findDefinitions)
  findDefinitions(input: Input<'findDefinitions'>, ctx: RpcContext) {
    return this.useCases.findDefinitions.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.findReferences)
  findReferences(input: Input<'findReferences'>, ctx: RpcContext) {
    return this.useCases.findReferences.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.getCalls)
  getCalls(input: Input<'getCalls'>, ctx: RpcContext) {
    return this.useCases.getCalls.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.findImplementations)
  findImplementations(input: Input<'findImplementations'>, ctx: RpcContext) {
    return this.useCases.findImplementations.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.getOutline)
  getOutline(input: Input<'getOutline'>, ctx: RpcContext) {
    return this.useCases.getOutline.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.getDependencies)
  getDependencies(input: Input<'getDependencies'>, ctx: RpcContext) {
    return this.useCases.getDependencies.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.analyzeImpact)
  analyzeImpact(input: Input<'analyzeImpact'>, ctx: RpcContext) {
    return this.useCases.analyzeImpact.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.repositoryMap)
  repositoryMap(input: Input<'repositoryMap'>, ctx: RpcContext) {
    return this.useCases.repositoryMap.execute(input, ctx);
  }

  @RpcHandler(astAnalysis.listFindings)
  listFindings(input: Input<'listFindings'>, ctx: RpcContext) {
    return this.useCases.listFindings.execute(input, ctx);
  }

  /** Two workspaces at a time unless configured otherwise: the analyser's threads are shared, and one run alone keeps them busy except at its ends. */
  @QueueHandler(indexJobs, { concurrency: ({ queue }) => queue.index_concurrency })
  indexWorkspace(payload: QueuePayload<typeof indexJobs>, delivery: Delivery): Promise<void> {
    return this.useCases.runIndexJob.execute(payload, delivery);
  }
}
