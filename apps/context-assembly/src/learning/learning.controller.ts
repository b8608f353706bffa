import { Controller, Inject } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { NEUTRAL_WEIGHTS } from '@twinmcp/context';
import { feedback, type RpcParsedInput } from '@twinmcp/contracts';
import { LIVE_CONFIG, RpcHandler, type RpcContext } from '@twinmcp/platform';
import { GiveFeedback } from './give-feedback.usecase.ts';
import { WeightsStore } from './weights-store.ts';

@Controller()
export class LearningController {
  constructor(
    @Inject(GiveFeedback) private readonly giveFeedback: GiveFeedback,
    @Inject(WeightsStore) private readonly weights: WeightsStore,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
  ) {}

  @RpcHandler(feedback.giveFeedback)
  give(input: RpcParsedInput<typeof feedback.giveFeedback>, ctx: RpcContext) {
    return this.giveFeedback.execute(input, ctx);
  }

  @RpcHandler(feedback.readWeights)
  async read({ workspaceId }: RpcParsedInput<typeof feedback.readWeights>, ctx: RpcContext) {
    return { enabled: this.config.current.context.learning.enabled, weights: await this.weights.read(ctx.tenant, workspaceId) };
  }

  @RpcHandler(feedback.replaceWeights)
  async replace({ workspaceId, weights }: RpcParsedInput<typeof feedback.replaceWeights>, ctx: RpcContext) {
    return { weights: await this.weights.change(ctx.tenant, workspaceId, () => weights ?? NEUTRAL_WEIGHTS) };
  }
}
