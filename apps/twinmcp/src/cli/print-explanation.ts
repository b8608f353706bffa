import type { Explanation } from '@twinmcp/contracts';
import type { CommandIo } from './io.ts';
import { visible } from './text.ts';

/** How an answer came to be, beside it: what was understood, which mode and why, what each channel gave, what it cost. */
export function printExplanation(explanation: Explanation, io: CommandIo): void {
  const { bold, dim } = io.colors;
  const { mode, question, channels, ranking, places, placesTotal, costs, cached } = explanation;
  const line = (name: string, text: string) => io.note(`  ${name.padEnd(11)} ${visible(text)}`);
  io.note(bold('How this answer came to be'));
  line('mode', `${mode.used}${mode.requested === mode.used ? '' : ` (asked for: ${mode.requested})`}, confidence ${mode.confidence.toFixed(2)}${mode.likely === null ? '' : `; likely ${Object.entries(mode.likely).map(([name, share]) => `${name} ${share.toFixed(2)}`).join(', ')}`}`);
  for (const reason of mode.reasons) line('', reason);
  line('intent', question.intents.slice(0, 3).map(({ kind, confidence, because }) => `${kind} ${confidence.toFixed(2)}${because.length === 0 ? '' : ` (${because.join(', ')})`}`).join('; '));
  line('needs', question.needs.join(', '));
  for (const [name, list] of [['names', question.names.map(({ name: symbol, certainty }) => `${symbol} ${certainty.toFixed(1)}`)], ['places', question.paths], ['errors', question.errors], ['libraries', question.libraries], ['languages', question.languages], ['times', question.times], ['words', question.words]] as const) if (list.length > 0) line(name, list.join(', '));
  for (const { channel, found, failed, ms } of channels) line(channel, `${failed ?? `${found} found`}${ms === null ? '' : `, ${ms.toFixed(1)} ms`}`);
  line('ranking', `${placesTotal} places${cached ? ', made for the same question before' : ''}${ranking ? `; ${ranking.how}, confidence ${ranking.confidence.toFixed(2)}${shares(ranking.kinds)}` : ''}`);
  for (const { label, score, sources, factors } of places.slice(0, 10)) io.note(dim(`    ${score.toFixed(3)} ${visible(label)} ${sources.join('+')}${shares(factors ?? null)}`));
  line('costs', costs.map(({ stage, ms }) => `${stage} ${ms.toFixed(1)} ms`).join(', '));
}

function shares(named: Readonly<Record<string, number>> | null): string {
  return named === null ? '' : ` (${Object.entries(named).filter(([, share]) => share >= 0.005).map(([name, share]) => `${name} ${share.toFixed(2)}`).join(', ')})`;
}
