import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AstAnalysisModule } from '@twinmcp/app-ast-analysis';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, health, libraryResolution } from '@twinmcp/contracts';
import { BusRpcClient, newCallContext, type RpcClient } from '@twinmcp/messaging';
import { createLogger, PlatformModule, StaticLiveConfig } from '@twinmcp/platform';

describe('library-resolution with ast-analysis', () => {
  let base: string;
  let root: string;
  let app: INestApplicationContext;
  let bus: MemoryMessageBus;
  let rpc: RpcClient;
  const ctx = () => newCallContext({ timeoutMs: 20_000 });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const list = async () => {
    const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, ctx());
    return rpc.call(libraryResolution.listDependencies, { workspaceId: workspace.id }, ctx());
  };

  beforeEach(async () => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-deps-'));
    root = path.join(base, 'project');
    mkdirSync(root);
    bus = new MemoryMessageBus();
    const config = StaticLiveConfig.of({ data_dir: path.join(base, 'data'), logging: { level: 'silent' } });
    @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), config, logger: createLogger({ config }), service: null }), AstAnalysisModule, LibraryResolutionModule] })
    class Root {}
    app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    rpc = new BusRpcClient(bus);
  });
  afterEach(async () => {
    await app.close();
    await bus.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('names the locked versions of a project that nobody has indexed yet, lock files of 10,000 lines included', async () => {
    const filler = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`node_modules/filler-${i}`, { version: `1.0.${i}`, resolved: `https://registry.example.org/filler-${i}/-/filler-${i}-1.0.${i}.tgz`, integrity: `sha512-${'A'.repeat(86)}==` }]));
    write('package.json', JSON.stringify({ workspaces: ['packages/*'], dependencies: { zod: '^4.0.0' }, devDependencies: { jest: '30.x' } }));
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'packages/one': { version: '0.1.0' }, ...filler, 'node_modules/zod': { version: '4.6.7' }, 'node_modules/jest': { version: '30.5.2' } } }, null, 2));
    write('packages/one/package.json', JSON.stringify({ dependencies: { 'filler-2999': '^1.0.0' } }));
    write('pyproject.toml', '[project]\ndependencies = ["flask>=3"]\n');
    write('uv.lock', '[[package]]\nname = "flask"\nversion = "3.1.1"\n');
    write('go.mod', 'module example.com/m\nrequire github.com/a/a v1.0.0\n');
    const { dependencies, problems } = await list();
    expect(problems).toEqual([]);
    expect(dependencies.map(({ ecosystem, name, version, scope, manifest }) => `${ecosystem} ${name}@${version} ${scope} ${manifest}`)).toEqual([
      'npm zod@4.6.7 runtime package.json',
      'npm jest@30.5.2 development package.json',
      'npm filler-2999@1.0.2999 runtime packages/one/package.json',
      'pypi flask@3.1.1 runtime pyproject.toml',
      'go github.com/a/a@v1.0.0 runtime go.mod',
    ]);
  });

  it('answers what it can when manifests are broken, and reads them anew each time', async () => {
    write('package.json', '{ "dependencies": { "a": "1" } }');
    write('package-lock.json', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n');
    write('pyproject.toml', '[project\n');
    const { dependencies, problems } = await list();
    expect(dependencies).toEqual([{ ecosystem: 'npm', name: 'a', requirement: '1', version: null, scope: 'runtime', manifest: 'package.json' }]);
    expect(problems).toEqual([
      { path: 'package-lock.json', message: 'has unresolved merge conflict markers (line 1)' },
      { path: 'pyproject.toml', message: 'is malformed: not valid from line 1 on' },
    ]);
    write('package-lock.json', JSON.stringify({ lockfileVersion: 1, dependencies: { a: { version: '1.2.3' } } }));
    expect((await list()).dependencies[0]!.version).toBe('1.2.3');
  });

  it('refuses an unknown workspace by code and reports its health', async () => {
    await expect(rpc.call(libraryResolution.listDependencies, { workspaceId: 'nowhere' }, ctx())).rejects.toMatchObject({ code: 'workspace-not-found' });
    expect(await rpc.call(health['library-resolution'], {}, ctx())).toMatchObject({ service: 'library-resolution', state: 'ready' });
  });
});
