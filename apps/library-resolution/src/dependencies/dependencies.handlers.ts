import { Controller, Inject } from '@nestjs/common';
import { libraryResolution, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { DEPENDENCY_USE_CASES, type DependencyUseCases } from './dependencies.use-cases.ts';

@Controller()
export class DependencyHandlers {
  constructor(@Inject(DEPENDENCY_USE_CASES) private readonly useCases: DependencyUseCases) {}

  @RpcHandler(libraryResolution.analyzeDependencies)
  analyze(input: RpcParsedInput<typeof libraryResolution.analyzeDependencies>, ctx: RpcContext) {
    return this.useCases.analyze.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.checkVulnerabilities)
  check(input: RpcParsedInput<typeof libraryResolution.checkVulnerabilities>, ctx: RpcContext) {
    return this.useCases.check.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.importAdvisories)
  async import({ advisories }: RpcParsedInput<typeof libraryResolution.importAdvisories>) {
    return { ...this.useCases.sources.database.import(advisories), database: this.useCases.sources.facts() };
  }
}
