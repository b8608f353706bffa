import { astAnalysis, type GraphSymbol, type RpcOutput } from '@twinmcp/contracts';

export const graphSymbol = (name: string, path = 'src/a.ts', line = 3): GraphSymbol => ({
  path, language: 'typescript', name: name.split('.').pop()!, qualifiedName: name, kind: 'function', startLine: line, endLine: line + 4, nameLine: line, exported: true, test: false, fileHash: 'h', signature: `function ${name}()`,
});

const end = { stale: [] as string[], generation: 1 };
const none = { ...end, suggestions: [] as string[] };

/** What a small workspace would answer. */
export const GRAPH_ANSWERS = {
  findDefinitions: { definitions: [graphSymbol('send')], ...none } satisfies RpcOutput<typeof astAnalysis.findDefinitions>,
  findReferences: {
    definitions: [graphSymbol('send')],
    references: [
      { path: 'src/b.ts', language: 'typescript', line: 7, column: 2, kind: 'call', confidence: 1, reason: 'import', within: 'run', test: false, fileHash: 'h', text: 'send(1);' },
      { path: 'src/c.ts', language: 'typescript', line: 9, column: 2, kind: 'call', confidence: 0.6, reason: 'one-of-several', within: null, test: false, fileHash: 'h', text: null },
    ],
    total: 5, nextCursor: '2', stale: ['src/c.ts'], suggestions: [], generation: 1,
  } satisfies RpcOutput<typeof astAnalysis.findReferences>,
  getCalls: {
    nodes: [
      { symbol: graphSymbol('send'), depth: 0, from: -1, path: 'src/a.ts', calls: [], confidence: 1 },
      { symbol: graphSymbol('run', 'src/b.ts', 5), depth: 1, from: 0, path: 'src/b.ts', calls: [{ line: 7, text: 'send(1);' }], confidence: 1 },
      { symbol: graphSymbol('main', 'src/c.ts', 1), depth: 2, from: 1, path: 'src/c.ts', calls: [{ line: 2, text: 'run();' }], confidence: 0.8 },
    ],
    truncated: false, ...none,
  } satisfies RpcOutput<typeof astAnalysis.getCalls>,
  findImplementations: { definitions: [graphSymbol('Base')], implementations: [{ symbol: graphSymbol('Derived', 'src/d.ts'), relation: 'extends', depth: 1, confidence: 1 }], truncated: false, ...none } satisfies RpcOutput<typeof astAnalysis.findImplementations>,
  getOutline: {
    path: 'src/a.ts', language: 'typescript', lines: 20, symbols: [{ symbol: graphSymbol('Reply', 'src/a.ts', 1), depth: 0 }, { symbol: graphSymbol('Reply.send'), depth: 1 }], total: 2, nextCursor: null, ...end,
  } satisfies RpcOutput<typeof astAnalysis.getOutline>,
  getDependencies: {
    nodes: [{ path: 'src/a.ts', depth: 0 }, { path: 'src/b.ts', depth: 1 }], edges: [{ from: 'src/a.ts', to: 'src/b.ts', lines: [1], typeOnly: true }],
    external: [{ module: 'zod', files: 2 }], unresolved: [{ path: 'src/a.ts', line: 2, module: './gone' }], truncated: false, generation: 1,
  } satisfies RpcOutput<typeof astAnalysis.getDependencies>,
  analyzeImpact: {
    changed: [graphSymbol('send')], affected: [{ symbol: graphSymbol('run', 'src/b.ts', 5), depth: 1, confidence: 0.9, relation: 'calls', via: 'send' }],
    files: [{ path: 'src/b.ts', depth: 1, symbols: 1, confidence: 0.9 }], tests: [{ path: 'test/a.test.ts', symbols: ['sends'], confidence: 1 }], changedFiles: [], unknown: [], truncated: false, ...none,
  } satisfies RpcOutput<typeof astAnalysis.analyzeImpact>,
  repositoryMap: {
    text: 'src/a.ts\n  3: function send()', tokens: 12, budget: 2000, tokenizer: 'o200k_base', files: [{ path: 'src/a.ts', symbols: [{ qualifiedName: 'send', kind: 'function', line: 3, rank: 0.5 }] }], omitted: 4, ...end,
  } satisfies RpcOutput<typeof astAnalysis.repositoryMap>,
  listFindings: {
    findings: [{ id: 'f1', kind: 'dead-export', severity: 'info', message: 'send is exported and used nowhere', places: [{ path: 'src/a.ts', startLine: 3, endLine: 7, symbol: 'send', fileHash: 'h' }], measures: {} }],
    total: 1, byKind: { 'dead-export': 1 }, nextCursor: null, generation: 1,
  } satisfies RpcOutput<typeof astAnalysis.listFindings>,
};
