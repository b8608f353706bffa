import { Controller, Inject } from '@nestjs/common';
import { libraryResolution, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { DOC_USE_CASES, type DocUseCases } from './docs.use-cases.ts';

@Controller()
export class DocHandlers {
  constructor(@Inject(DOC_USE_CASES) private readonly useCases: DocUseCases) {}

  @RpcHandler(libraryResolution.getLibraryDocs)
  docs(input: RpcParsedInput<typeof libraryResolution.getLibraryDocs>, ctx: RpcContext) {
    return this.useCases.docs.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.getLibraryChangelog)
  changelog(input: RpcParsedInput<typeof libraryResolution.getLibraryChangelog>, ctx: RpcContext) {
    return this.useCases.changelog.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.indexLibraryDocs)
  index(input: RpcParsedInput<typeof libraryResolution.indexLibraryDocs>, ctx: RpcContext) {
    return this.useCases.index.execute(input, ctx);
  }

  @RpcHandler(libraryResolution.listDependencyNames)
  async names({ workspaceId }: RpcParsedInput<typeof libraryResolution.listDependencyNames>, ctx: RpcContext) {
    return { libraries: (await this.useCases.locate.direct(workspaceId, ctx)).slice(0, 3_000) };
  }

  @RpcHandler(libraryResolution.findLibrarySections)
  sections(input: RpcParsedInput<typeof libraryResolution.findLibrarySections>, ctx: RpcContext) {
    return this.useCases.sections.execute(input, ctx);
  }
}
