/** A question about a pinned package: which file answers it, and which of its places. */
export interface GoldenQuestion {
  readonly ask: string;
  /** Any of these is right. */
  readonly files: readonly string[];
  /** The file stands among this many at least. */
  readonly within: 1 | 3 | 5 | 10;
  /** The last part of the symbol at the first place of one of the files; checked where it is given. */
  readonly symbol?: string;
}

/** Written by hand from knowledge of the packages, before they were asked. `within` is what the ranking reached then: it may only get better. */
export const GOLDEN: Readonly<Record<string, readonly GoldenQuestion[]>> = {
  fastify: [
    { ask: 'Where is the payload of a reply serialized to a string?', files: ['lib/reply.js'], within: 1 },
    { ask: 'how does the body parser limit the size of a request body', files: ['lib/content-type-parser.js'], within: 1 },
    { ask: 'run the onRequest hooks one after the other', files: ['lib/hooks.js', 'lib/route.js'], within: 1 },
    { ask: 'handler for routes that are not found', files: ['lib/four-oh-four.js'], within: 3 },
    { ask: 'fix: wrong status code when the async handler rejects after the reply was sent', files: ['lib/wrap-thenable.js', 'lib/reply.js', 'lib/error-handler.js'], within: 1 },
    { ask: 'decorateRequest', files: ['lib/decorate.js'], within: 1 },
    { ask: 'FST_ERR_DEC_ALREADY_PRESENT', files: ['lib/errors.js', 'lib/decorate.js'], within: 1 },
    { ask: 'FastifyError: Promise may not be fulfilled with \'undefined\' when statusCode is not 204\n    at wrapThenable (node_modules/fastify/lib/wrap-thenable.js:66:14)', files: ['lib/wrap-thenable.js'], within: 1 },
    { ask: 'compile the schemas that validate headers, querystring and params', files: ['lib/validation.js'], within: 1 },
    { ask: 'listen on several addresses of localhost', files: ['lib/server.js'], within: 1 },
    { ask: 'which id does a request get', files: ['lib/req-id-gen-factory.js'], within: 3 },
    { ask: 'inherit decorators, hooks and schemas when a plugin is registered in an encapsulated instance', files: ['lib/plugin-override.js'], within: 3 },
    { ask: 'expose a HEAD route for every GET route', files: ['lib/head-route.js', 'lib/route.js'], within: 1 },
    { ask: 'call the custom error handler, and the one of the parent when it throws', files: ['lib/error-handler.js'], within: 1 },
    { ask: 'default log level and serializers of the logger', files: ['lib/logger-factory.js', 'lib/logger-pino.js'], within: 3 },
    { ask: 'add a shared schema by its $id', files: ['lib/schemas.js', 'lib/schema-controller.js'], within: 1 },
    { ask: 'check that the plugin was written for this version of fastify', files: ['lib/plugin-utils.js'], within: 1 },
    { ask: 'trust the X-Forwarded-For header to tell the ip of the client', files: ['lib/request.js'], within: 1 },
    { ask: 'which tests cover the 404 handler?', files: ['test/404s.test.js', 'test/set-error-handler.test.js', 'test/404-handler.test.js', 'test/encapsulated-error-handler.test.js'], within: 1 },
    { ask: 'How do I write a plugin that is not encapsulated?', files: ['docs/Guides/Plugins-Guide.md', 'docs/Reference/Plugins.md', 'docs/Guides/Write-Plugin.md'], within: 5 },
  ],
  semver: [
    { ask: 'the highest version of a list that satisfies a range', files: ['ranges/max-satisfying.js'], within: 10 },
    { ask: 'increase the prerelease part of a version', files: ['classes/semver.js', 'functions/inc.js'], within: 5 },
    { ask: 'is one range a subset of another', files: ['ranges/subset.js'], within: 1 },
    { ask: 'replaceCarets', files: ['classes/range.js'], within: 1, symbol: 'replaceCarets' },
    { ask: 'find a version in any text and make it valid', files: ['functions/coerce.js'], within: 10 },
    { ask: 'regular expressions that versions are parsed with', files: ['internal/re.js'], within: 3 },
    { ask: 'compare two versions including their build metadata', files: ['functions/compare-build.js', 'classes/semver.js'], within: 1 },
    { ask: 'least version that a range allows', files: ['ranges/min-version.js'], within: 1 },
    { ask: 'write a range in fewer words when it matches the same versions', files: ['ranges/simplify.js'], within: 10 },
    { ask: 'cache of parsed ranges', files: ['internal/lrucache.js', 'classes/range.js'], within: 1 },
    { ask: 'do two comparators intersect', files: ['classes/comparator.js', 'ranges/intersects.js'], within: 1 },
    { ask: 'kind of difference between two versions: major, minor or patch', files: ['functions/diff.js'], within: 3 },
  ],
  commander: [
    { ask: 'suggest a similar command when a name is misspelled', files: ['lib/suggestSimilar.js', 'lib/command.js'], within: 1 },
    { ask: 'Command.parseOptions', files: ['lib/command.js'], within: 1, symbol: 'parseOptions' },
    { ask: 'values of options from environment variables', files: ['lib/command.js', 'lib/option.js'], within: 1 },
    { ask: '_parseOptionsEnv', files: ['lib/command.js'], within: 1, symbol: '_parseOptionsEnv' },
    { ask: 'wrap lines of the help to the width of the terminal', files: ['lib/help.js'], within: 1 },
    { ask: 'error for an argument that is not one of the choices', files: ['lib/argument.js', 'lib/option.js', 'lib/error.js'], within: 1 },
    { ask: 'how is an executable file of a subcommand found and started', files: ['lib/command.js'], within: 1 },
    { ask: 'boxWrap', files: ['lib/help.js'], within: 1, symbol: 'boxWrap' },
    { ask: 'split short and long flags of an option', files: ['lib/option.js'], within: 1 },
    { ask: 'where is editDistance called', files: ['lib/suggestSimilar.js'], within: 1 },
  ],
};

/** Mean reciprocal rank of the first right file over all of them. */
export const LEAST_MRR = 0.83;
