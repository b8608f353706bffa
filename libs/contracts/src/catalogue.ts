import type { EventContract, QueueContract, RpcContract } from './rpc.ts';
import { astAnalysis, indexJobs, indexProgressed, workspaceIndexed } from './services/ast-analysis.ts';
import { contextAssembly } from './services/context-assembly.ts';
import { conversations } from './services/conversations.ts';
import { embedding } from './services/embedding.ts';
import { feedback } from './services/feedback.ts';
import { health } from './services/health.ts';
import { dependenciesChanged } from './services/library-dependencies.ts';
import { libraryResolution } from './services/library-resolution.ts';
import { monitoring } from './services/monitoring.ts';
import { plans } from './services/plans.ts';
import { vectorQualityDegraded, vectorQualityRecovered } from './services/vector-tools.ts';

/** Everything that crosses the wire, for the wire pins and the generated `docs/subjects.md`. */
export const RPCS: readonly RpcContract[] = [astAnalysis, plans, embedding, contextAssembly, conversations, feedback, libraryResolution, monitoring, health].flatMap((group) => Object.values(group) as RpcContract[]);
export const EVENTS: readonly EventContract[] = [workspaceIndexed, indexProgressed, vectorQualityDegraded, vectorQualityRecovered, dependenciesChanged];
export const QUEUES: readonly QueueContract[] = [indexJobs];
