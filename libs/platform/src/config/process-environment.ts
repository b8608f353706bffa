import type { Environment } from '@twinmcp/configuration';

/** The one place that reads `process.env`. Everything else is given what it needs. */
export function processEnvironment(): Environment {
  return process.env;
}
