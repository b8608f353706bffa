import type { Degradation } from '@twinmcp/contracts';

/** "dense search is off (no provider): ranked by words and names alone" */
export function degradationText({ part, reason, effect }: Degradation): string {
  return `${part}: ${reason} (${effect})`;
}
