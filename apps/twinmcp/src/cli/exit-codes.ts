import { isDomainError, isLocalError } from '@twinmcp/kernel';

/** Part of the command's interface: scripts depend on them. */
export const EXIT = {
  ok: 0,
  /** Something failed that was asked for rightly. */
  failure: 1,
  /** Unknown command or option, or an argument that cannot be right. */
  usage: 2,
  /** The workspace, file or symbol is not there, or not indexed yet. */
  notFound: 3,
  /** Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

const USAGE_CODES = new Set(['invalid-input', 'payload-too-large', 'workspace-unreadable', 'unsupported']);
const NOT_FOUND_CODES = new Set(['not-found', 'workspace-not-found', 'workspace-not-indexed', 'job-not-found']);

export function exitCodeOf(error: unknown): number {
  if (isConfigError(error)) return EXIT.usage;
  if (isDomainError(error)) {
    if (USAGE_CODES.has(error.code)) return EXIT.usage;
    if (NOT_FOUND_CODES.has(error.code)) return EXIT.notFound;
    return error.code === 'cancelled' ? EXIT.interrupted : EXIT.failure;
  }
  return isLocalError(error, 'cancelled') ? EXIT.interrupted : EXIT.failure;
}

/** By name, so that telling it apart does not load the configuration schema. */
export function isConfigError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ConfigError';
}
