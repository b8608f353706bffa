import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = `
import { FileLiveConfig } from '@twinmcp/platform';
const live = FileLiveConfig.start({ files: [process.argv[1]], env: {}, debounceMs: 60_000 });
live.onChange((config) => console.log('level ' + config.logging.level));
setInterval(() => {}, 1_000);
console.log('ready');
`;

it('SIGHUP reads the files again at once and the process lives on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-hup-'));
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, 'logging: {level: info}');
  // From the build: decorators of this package are beyond Node's type stripping. Its own session: no terminal, like a daemon.
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], { cwd: path.resolve('libs/platform'), stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  try {
    const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    expect((await lines.next()).value).toContain('ready');
    writeFileSync(file, 'logging: {level: debug}');
    child.kill('SIGHUP');
    expect((await lines.next()).value).toContain('level debug');
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
});
