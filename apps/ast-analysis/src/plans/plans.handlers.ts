import { Inject, Injectable } from '@nestjs/common';
import { plans, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { USE_CASES } from '../tokens.ts';
import type { AstAnalysisUseCases } from '../use-cases/use-cases.ts';

@Injectable()
export class PlansHandlers {
  constructor(@Inject(USE_CASES) private readonly useCases: AstAnalysisUseCases) {}

  @RpcHandler(plans.getPlan)
  getPlan(input: RpcParsedInput<typeof plans.getPlan>, ctx: RpcContext) {
    return this.useCases.getPlan.execute(input, ctx);
  }

  @RpcHandler(plans.setTaskStatus)
  setTaskStatus(input: RpcParsedInput<typeof plans.setTaskStatus>, ctx: RpcContext) {
    return this.useCases.setTaskStatus.execute(input, ctx);
  }
}
