import type { Degradation } from '@twinmcp/contracts';
import { failureReason } from './failure-reason.ts';
import type { HistoryChannelResult } from './history-channel.ts';
import type { Settled } from './settled.ts';
import type { SymbolChannelResult } from './symbol-channel.ts';
import type { TextChannelResult } from './text-channel.ts';

/** What is missing because a channel failed, was slow, or is of another moment. */
export function channelDegradations(symbols: Settled<SymbolChannelResult | null> | null, searched: Settled<TextChannelResult> | null, history: Settled<HistoryChannelResult> | null, graph: Settled<unknown> | null): Degradation[] {
  const degraded: Degradation[] = [];
  if (symbols && !symbols.ok) degraded.push({ part: 'symbols', reason: failureReason(symbols.error), effect: 'definitions were not looked up by name' });
  if (searched && !searched.ok) degraded.push({ part: 'text search', reason: failureReason(searched.error), effect: 'only definitions found by name are in the answer' });
  if (history && !history.ok) degraded.push({ part: 'history', reason: failureReason(history.error), effect: 'what past commits say about the question was not heard' });
  if (graph && !graph.ok) degraded.push({ part: 'graph', reason: failureReason(graph.error), effect: 'who uses, tests or implements it was not looked up in the code graph' });
  if (searched?.ok) {
    for (const { channel, reason } of searched.value.degraded) degraded.push({ part: channel, reason, effect: channel === 'dense' ? 'similar meaning in other words was not searched' : 'words were not searched, only similarity' });
    if (symbols?.ok && symbols.value && symbols.value.generation !== searched.value.generation) degraded.push({ part: 'index', reason: 'a new generation is being published', effect: 'symbols and text may be of different moments' });
  }
  return degraded;
}
