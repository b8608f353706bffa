import type { Explanation } from '@twinmcp/contracts';
import { testIo } from '../../test-support/test-io.ts';
import { printExplanation } from './print-explanation.ts';

const explanation: Explanation = {
  mode: { requested: 'automatic', used: 'hybrid', confidence: 0.75, likely: { ast: 0.25, rag: 0.25, hybrid: 0.5 }, reasons: ['it wants to explain'] },
  question: { intents: [{ kind: 'explain', confidence: 0.7, because: ['“how does”'] }], needs: ['code', 'docs'], names: [{ name: 'Reply.send', certainty: 0.9 }], paths: ['lib/\u001b[31mreply.js:3'], errors: [], libraries: ['fastify@5'], languages: [], naturalLanguage: 'en', times: [], words: ['reply'], complexity: 0 },
  cached: true,
  channels: [{ channel: 'lexical', found: 12, failed: null, ms: 3.21 }, { channel: 'history', found: null, failed: 'gave no answer in time', ms: 1_000 }],
  places: [{ label: 'lib/reply.js:1-9', score: 0.5, sources: ['lexical', 'dense'] }], placesTotal: 40,
  costs: [{ stage: 'reading', ms: 2 }, { stage: 'packing', ms: 1.25 }],
};

describe('printExplanation', () => {
  it('says mode, reasons, channels, scores and costs beside the answer', () => {
    const io = testIo();
    printExplanation(explanation, io);
    const text = io.notes.join('\n');
    for (const part of ['hybrid (asked for: automatic), confidence 0.75; likely ast 0.25, rag 0.25, hybrid 0.50', 'it wants to explain', 'explain 0.70 (“how does”)', 'Reply.send 0.9', 'fastify@5', '12 found, 3.2 ms', 'gave no answer in time', '40 places, made for the same question before', '0.500 lib/reply.js:1-9 lexical+dense', 'reading 2.0 ms, packing 1.3 ms']) expect(text).toContain(part);
    expect(text).not.toContain('\u001b[31m');
    expect(io.output).toEqual([]);
  });
});
