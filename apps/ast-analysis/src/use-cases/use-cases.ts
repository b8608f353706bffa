import type { LiveConfig } from '@twinmcp/configuration';
import type { TokenCounters } from '@twinmcp/context';
import type { KeyValueStore, RpcClient, WorkQueue } from '@twinmcp/messaging';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import type { SourceWatcher } from '@twinmcp/workspaces';
import { GraphQuestions } from '../graph/graph-questions.ts';
import type { WorkspaceGraphs } from '../graph/workspace-graphs.ts';
import { RecoverJobs } from '../jobs/recover-jobs.ts';
import { ReindexOnChange } from '../jobs/reindex-on-change.ts';
import { RunningJobs } from '../jobs/running-jobs.ts';
import { ChangeLog } from '../live/change-log.ts';
import { IndexChanges } from '../live/index-changes.usecase.ts';
import { WatchElection } from '../live/watch-election.ts';
import { WorkspaceWatchers } from '../live/workspace-watchers.ts';
import { GetPlan } from '../plans/get-plan.usecase.ts';
import { SetTaskStatus } from '../plans/set-task-status.usecase.ts';
import { LocalGeneration } from '../sources/local-generation.ts';
import { OpenWorkspaces } from '../sources/open-workspaces.ts';
import { WarmUp } from '../sources/warm-up.ts';
import { WorkspaceHistories } from '../sources/workspace-histories.ts';
import { WorkspaceSources } from '../sources/workspace-sources.ts';
import { JobStore } from '../state/job-store.ts';
import { WorkspaceLeases } from '../state/workspace-leases.ts';
import { WorkspaceRegistry } from '../state/workspace-registry.ts';
import { AnalyzeImpact } from './analyze-impact.usecase.ts';
import { CancelJob } from './cancel-job.usecase.ts';
import { FindDefinitions } from './find-definitions.usecase.ts';
import { FindImplementations } from './find-implementations.usecase.ts';
import { FindReferences } from './find-references.usecase.ts';
import { FindPastChanges } from './find-past-changes.usecase.ts';
import { FindSymbols } from './find-symbols.usecase.ts';
import { GetCalls } from './get-calls.usecase.ts';
import { GetDependencies } from './get-dependencies.usecase.ts';
import { GetJob } from './get-job.usecase.ts';
import { GetOutline } from './get-outline.usecase.ts';
import { GetWorkspaceStatus } from './get-workspace-status.usecase.ts';
import { ListManifest } from './list-manifest.usecase.ts';
import { ListFindings } from './list-findings.usecase.ts';
import { ListWorkspaces } from './list-workspaces.usecase.ts';
import { PreviewIndex } from './preview-index.usecase.ts';
import { ReadRanges } from './read-ranges.usecase.ts';
import { RegisterWorkspace } from './register-workspace.usecase.ts';
import { RelateFiles } from './relate-files.usecase.ts';
import { RemoveWorkspace } from './remove-workspace.usecase.ts';
import { RepositoryMap } from './repository-map.usecase.ts';
import { RunIndexJob } from './run-index-job.usecase.ts';
import { SubmitIndex } from './submit-index.usecase.ts';
import { WatchWorkspace } from './watch-workspace.usecase.ts';

export interface AstAnalysisPorts {
  readonly kv: KeyValueStore;
  readonly queue: WorkQueue;
  readonly rpc: RpcClient;
  readonly config: LiveConfig;
  readonly analyzer: SourceAnalyzer;
  readonly graphs: (open: OpenWorkspaces) => WorkspaceGraphs;
  readonly tokenizers: TokenCounters;
  readonly watcher: SourceWatcher;
  /** Other processes may serve the same workspaces. */
  readonly replicated: boolean;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onNotice: (notice: string) => void;
}

export type AstAnalysisUseCases = ReturnType<typeof createUseCases>;

export function createUseCases({ kv, queue, rpc, config, analyzer, graphs: createGraphs, tokenizers, watcher, replicated, dataDir, env, onNotice }: AstAnalysisPorts) {
  const registry = new WorkspaceRegistry(kv);
  const jobs = new JobStore(kv);
  const leases = new WorkspaceLeases(kv);
  const running = new RunningJobs();
  const sources = new WorkspaceSources({ config, dataDir, env });
  const open = new OpenWorkspaces({ dataDir, sources, onNotice });
  const histories = new WorkspaceHistories(sources);
  const local = new LocalGeneration({ open, sources, analyzer, leases });
  const submitIndex = new SubmitIndex(registry, jobs, queue);
  const cancelJob = new CancelJob(jobs, running);
  const reindex = new ReindexOnChange(submitIndex);
  const graphs = createGraphs(open);
  const questions = new GraphQuestions({ registry, open, local, graphs, reindex });
  const changeLog = new ChangeLog();
  const changes = new IndexChanges({ registry, leases, open, sources, analyzer, rpc, config, submit: submitIndex });
  const election = replicated ? new WatchElection(new WorkspaceLeases(kv, 'watch-leases')) : null;
  const watchers = new WorkspaceWatchers({ registry, sources, watcher, changes, submit: submitIndex, config, election, onNotice });
  return {
    registry,
    registerWorkspace: new RegisterWorkspace(registry, config, dataDir),
    listWorkspaces: new ListWorkspaces(registry),
    workspaceStatus: new GetWorkspaceStatus(registry, jobs, watchers),
    removeWorkspace: new RemoveWorkspace({ registry, jobs, leases, open, graphs, sources, rpc, cancel: cancelJob, watchers }),
    submitIndex,
    watchWorkspace: new WatchWorkspace(registry, watchers, changeLog),
    changeLog,
    watchers,
    getJob: new GetJob(jobs),
    cancelJob,
    findSymbols: new FindSymbols(registry, open, local),
    previewIndex: new PreviewIndex({ registry, open, sources, analyzer, rpc }),
    listManifest: new ListManifest(registry, jobs, open),
    readRanges: new ReadRanges(registry, open, reindex),
    getPlan: new GetPlan(registry, open),
    setTaskStatus: new SetTaskStatus(registry, open),
    findDefinitions: new FindDefinitions(questions),
    findReferences: new FindReferences(questions),
    getCalls: new GetCalls(questions),
    findImplementations: new FindImplementations(questions),
    getOutline: new GetOutline(questions),
    getDependencies: new GetDependencies(questions),
    analyzeImpact: new AnalyzeImpact(questions, sources, open),
    repositoryMap: new RepositoryMap(questions, tokenizers),
    listFindings: new ListFindings(questions),
    findPastChanges: new FindPastChanges(registry, open, local, histories),
    relateFiles: new RelateFiles({ registry, open, local, histories }),
    runIndexJob: new RunIndexJob({ registry, jobs, leases, running, open, sources, analyzer, rpc, config }),
    warmUp: new WarmUp({ registry, local, open, histories, onNotice }),
    recoverJobs: new RecoverJobs({ jobs, registry, leases, queue }),
    close: async (): Promise<void> => {
      changeLog.close();
      await watchers.close();
      await graphs.close();
      await open.close();
      await analyzer.close();
    },
  };
}
