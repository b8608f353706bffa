import { citationLabel } from '@twinmcp/context';
import type { Explanation } from '@twinmcp/contracts';
import type { Retrieval } from '../retrieval/retrieve-places.usecase.ts';
import type { Stages } from './stages.ts';

const PLACES = 20;
const WORDS = 32;

/** How an answer came to be, from what retrieval kept and what was measured around it. */
export function explain(requested: string, retrieval: Retrieval, around: Stages): Explanation {
  const { understanding, decision, places, trace, cached } = retrieval;
  return {
    mode: { requested, used: decision.mode, confidence: decision.confidence, likely: decision.likely ?? null, reasons: [...decision.reasons] },
    question: {
      intents: understanding.intents.slice(0, 5).map(({ kind, confidence, because }) => ({ kind, confidence, because: [...because] })),
      needs: [...understanding.needs],
      names: understanding.names.map(({ name, certainty }) => ({ name, certainty })),
      paths: [...understanding.paths, ...understanding.frames].map(({ path, line }) => (line === null ? path : `${path}:${line}`)),
      errors: understanding.errors.map(({ type, code, message }) => [type, code, message].filter((part) => part !== null && part !== '').join(' ')),
      libraries: understanding.libraries.map(({ name, version }) => (version === null ? name : `${name}@${version}`)),
      languages: [...understanding.languages], naturalLanguage: understanding.naturalLanguage,
      times: understanding.times.map(({ phrase }) => phrase), words: understanding.words.slice(0, WORDS), complexity: understanding.complexity,
    },
    cached,
    channels: [...trace.channels, ...around.channels],
    ranking: { how: retrieval.ranking, confidence: retrieval.confidence, kinds: retrieval.kinds },
    places: places.slice(0, PLACES).map((place) => ({ label: citationLabel(place), score: place.score, sources: [...place.sources], ...(place.factors ? { factors: place.factors } : {}) })),
    placesTotal: places.length,
    costs: [...(cached ? [] : trace.costs), ...around.costs],
  };
}
