export { startEngine, type StartEngineOptions } from './engine/start-engine.ts';
export { connect, openSession, type EngineSession, type OwnedEngine, type SessionOptions } from './engine/engine-session.ts';
export { startMesh, type Mesh, type MeshService, type StartMeshOptions } from './mesh/start-mesh.ts';
