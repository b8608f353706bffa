import { chmodSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testIo } from '../../test-support/test-io.ts';
import { runCommandLine } from '../cli/main.ts';

const PLAN = '# Roadmap\r\n\r\n## Phase 1\r\n\r\n- [x] **1.1** Read\r\n- [ ] **1.2** Write   \r\n  - [ ] nested\r\n\r\ntail without end';
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  file = path.join(folder, 'plan.md');
  writeFileSync(file, PLAN);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const run = async (...args: string[]) => {
  const io = testIo({ cwd: folder });
  return { code: await runCommandLine(['plan', ...args], io), out: io.output.join('\n'), notes: io.notes.join('\n') };
};

describe('twinmcp plan', () => {
  it('shows tasks and progress', async () => {
    const { code, out } = await run('plan.md');
    expect(code).toBe(0);
    expect(out).toContain('1 of 3 tasks done (33 %)');
    expect(out).toContain('[x] 1.1  Read');
    expect((await run('plan.md', '--open')).out).not.toContain('1.1');
    expect(JSON.parse((await run('plan.md', '--json')).out)).toMatchObject({ title: 'Roadmap', progress: { done: 1, total: 3 }, changed: [] });
    expect(readFileSync(file, 'utf8')).toBe(PLAN);
  });

  it('writes a status back and touches nothing else', async () => {
    chmodSync(file, 0o666);
    symlinkSync('plan.md', path.join(folder, 'link.md'));
    expect((await run('plan.md', '--set', '1.2=done', '--dry-run')).notes).toContain('1 of 1 changed (not written)');
    expect(readFileSync(file, 'utf8')).toBe(PLAN);
    expect((await run('link.md', '--set', '1.2=done', '--set', '1.1=blocked')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(PLAN.replace('[ ] **1.2**', '[x] **1.2**').replace('[x] **1.1**', '[!] **1.1**'));
    expect(statSync(file).mode & 0o777).toBe(0o666);
    expect(readdirSync(folder).sort()).toEqual(['link.md', 'plan.md']);
    expect(lstatSync(path.join(folder, 'link.md')).isSymbolicLink()).toBe(true);
  });

  it('says what it cannot do', async () => {
    const missing = await run('plan.md', '--set', '9.9=done');
    expect(missing.code).toBe(1);
    expect(missing.notes).toContain('9.9');
    for (const change of ['1.2', '1.2=finished', '=done']) expect((await run('plan.md', '--set', change)).code).toBe(2);
    expect((await run('nowhere.md')).code).toBe(2);
    writeFileSync(file, Buffer.from([0x2d, 0x20, 0xff, 0xfe]));
    expect((await run('plan.md')).notes).toContain('UTF-8');
    expect(readFileSync(file)).toEqual(Buffer.from([0x2d, 0x20, 0xff, 0xfe]));
  });
});
