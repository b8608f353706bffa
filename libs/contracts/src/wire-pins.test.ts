import { ERROR_CODES, EVENTS, QUEUES, RPCS, SERVICES } from './index.ts';

// Frozen on purpose. A service of the last release and one of this release talk to each other during a rolling upgrade:
// a line here may be added, never changed or removed without a deprecation window (HM-10).

describe('wire pins', () => {
  it('services, which are queue groups too', () => {
    expect(SERVICES).toEqual(['gateway', 'ast-analysis', 'embedding', 'library-resolution', 'context-assembly', 'monitoring']);
  });

  it('error codes', () => {
    expect(ERROR_CODES).toEqual([
      'invalid-input',
      'unauthenticated',
      'forbidden',
      'not-found',
      'workspace-not-found',
      'workspace-not-indexed',
      'workspace-unreadable',
      'job-not-found',
      'conflict',
      'payload-too-large',
      'rate-limited',
      'deadline-exceeded',
      'cancelled',
      'unavailable',
      'storage-full',
      'unsupported',
      'internal',
    ]);
  });

  it('RPC subjects, and which may be repeated', () => {
    expect(RPCS.map(({ subject, idempotent }) => `${subject}${idempotent ? '' : ' (once)'}`)).toEqual([
      'twinmcp.v1.ast-analysis.register-workspace',
      'twinmcp.v1.ast-analysis.list-workspaces',
      'twinmcp.v1.ast-analysis.workspace-status',
      'twinmcp.v1.ast-analysis.remove-workspace',
      'twinmcp.v1.ast-analysis.submit-index',
      'twinmcp.v1.ast-analysis.watch-workspace',
      'twinmcp.v1.ast-analysis.get-job',
      'twinmcp.v1.ast-analysis.cancel-job',
      'twinmcp.v1.ast-analysis.find-symbols',
      'twinmcp.v1.ast-analysis.find-past-changes',
      'twinmcp.v1.ast-analysis.relate-files',
      'twinmcp.v1.ast-analysis.read-ranges',
      'twinmcp.v1.ast-analysis.preview-index',
      'twinmcp.v1.ast-analysis.list-manifest',
      'twinmcp.v1.ast-analysis.find-definitions',
      'twinmcp.v1.ast-analysis.find-references',
      'twinmcp.v1.ast-analysis.get-calls',
      'twinmcp.v1.ast-analysis.find-implementations',
      'twinmcp.v1.ast-analysis.get-outline',
      'twinmcp.v1.ast-analysis.get-dependencies',
      'twinmcp.v1.ast-analysis.analyze-impact',
      'twinmcp.v1.ast-analysis.repository-map',
      'twinmcp.v1.ast-analysis.list-findings',
      'twinmcp.v1.ast-analysis.get-plan',
      'twinmcp.v1.ast-analysis.set-task-status',
      'twinmcp.v1.embedding.upsert-files',
      'twinmcp.v1.embedding.delete-files',
      'twinmcp.v1.embedding.publish-generation',
      'twinmcp.v1.embedding.list-files',
      'twinmcp.v1.embedding.drop-workspace',
      'twinmcp.v1.embedding.search',
      'twinmcp.v1.embedding.index-stats',
      'twinmcp.v1.embedding.embed-texts',
      'twinmcp.v1.embedding.validate-index',
      'twinmcp.v1.embedding.repair-index',
      'twinmcp.v1.embedding.measure-quality',
      'twinmcp.v1.embedding.quality-history',
      'twinmcp.v1.embedding.create-snapshot (once)',
      'twinmcp.v1.embedding.list-snapshots',
      'twinmcp.v1.embedding.restore-snapshot',
      'twinmcp.v1.embedding.delete-snapshot',
      'twinmcp.v1.embedding.begin-export (once)',
      'twinmcp.v1.embedding.read-export',
      'twinmcp.v1.embedding.end-export',
      'twinmcp.v1.embedding.begin-import (once)',
      'twinmcp.v1.embedding.import-records',
      'twinmcp.v1.embedding.commit-import (once)',
      'twinmcp.v1.embedding.abort-import',
      'twinmcp.v1.embedding.list-shards',
      'twinmcp.v1.embedding.rebalance-index',
      'twinmcp.v1.context-assembly.get-context',
      'twinmcp.v1.context-assembly.search-code',
      'twinmcp.v1.context-assembly.read-conversation',
      'twinmcp.v1.context-assembly.forget-conversations',
      'twinmcp.v1.context-assembly.give-feedback (once)',
      'twinmcp.v1.context-assembly.read-weights',
      'twinmcp.v1.context-assembly.replace-weights',
      'twinmcp.v1.library-resolution.list-dependencies',
      'twinmcp.v1.library-resolution.resolve-library',
      'twinmcp.v1.library-resolution.get-library',
      'twinmcp.v1.library-resolution.score-library',
      'twinmcp.v1.library-resolution.similar-libraries',
      'twinmcp.v1.library-resolution.compare-libraries',
      'twinmcp.v1.library-resolution.learn-libraries',
      'twinmcp.v1.library-resolution.catalogue-stats',
      'twinmcp.v1.library-resolution.analyze-dependencies',
      'twinmcp.v1.library-resolution.check-vulnerabilities',
      'twinmcp.v1.library-resolution.import-advisories',
      'twinmcp.v1.library-resolution.get-library-docs',
      'twinmcp.v1.library-resolution.get-library-changelog',
      'twinmcp.v1.library-resolution.index-library-docs',
      'twinmcp.v1.library-resolution.list-dependency-names',
      'twinmcp.v1.library-resolution.find-library-sections',
      'twinmcp.v1.monitoring.system-status',
      'twinmcp.v1.gateway.health',
      'twinmcp.v1.ast-analysis.health',
      'twinmcp.v1.embedding.health',
      'twinmcp.v1.library-resolution.health',
      'twinmcp.v1.context-assembly.health',
      'twinmcp.v1.monitoring.health',
    ]);
  });

  it('event and queue subjects', () => {
    expect(EVENTS.map(({ subject }) => subject)).toEqual(['twinmcp.v1.event.workspace-indexed', 'twinmcp.v1.event.index-progressed', 'twinmcp.v1.event.vector-quality-degraded', 'twinmcp.v1.event.vector-quality-recovered', 'twinmcp.v1.event.dependencies-changed']);
    expect(QUEUES.map(({ subject, maxDeliveries, ackWaitMs }) => [subject, maxDeliveries, ackWaitMs])).toEqual([['twinmcp.v1.queue.index-workspace', 5, 30000]]);
  });
});

describe('contracts', () => {
  it('have subjects that no two share and that follow the pattern', () => {
    const subjects = [...RPCS, ...EVENTS, ...QUEUES].map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const subject of subjects) expect(subject).toMatch(/^twinmcp\.v1\.[a-z-]+\.[a-z-]+$/);
    for (const { subject, service, verb } of RPCS) expect(subject).toBe(`twinmcp.v1.${service}.${verb}`);
    // Side channels of the RPC layer live beside the services.
    expect(SERVICES).not.toContain('control');
    expect(SERVICES).not.toContain('alive');
  });

  it('say what they are for and which errors they raise', () => {
    for (const { subject, summary, errors, timeoutMs } of RPCS) {
      expect([subject, summary.length > 10, errors.every((code) => ERROR_CODES.includes(code)), timeoutMs > 0]).toEqual([subject, true, true, true]);
    }
    for (const { subject, summary } of [...EVENTS, ...QUEUES]) expect([subject, summary.length > 10]).toEqual([subject, true]);
  });
});
