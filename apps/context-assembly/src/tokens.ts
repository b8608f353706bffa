/** Nest injection tokens of this service. */
export const TOKEN_COUNTERS = Symbol.for('twinmcp.TokenCounters'); // TokenCounters
export const DATABASE = Symbol.for('twinmcp.ContextDatabase'); // LazyDatabase
export const SHARED_CACHE = Symbol.for('twinmcp.ContextSharedCache'); // OpenSharedCache
