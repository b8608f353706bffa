import { spawnSync } from 'node:child_process';

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/test.mjs', ...args], { encoding: 'utf8', env: { ...process.env, TWINMCP_TEST_INSTALL: '0' } });
  return { status, last: stdout.trimEnd().split('\n').at(-1), stdout, stderr };
};

describe('npm test', () => {
  it('counts what passed and ends with that line', () => {
    const { status, last, stdout } = run('--only', 'unit', '--', 'libs/kernel/src/deadline.test.ts');
    expect(last).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(stdout).toMatch(/▶ unit[\s\S]*✓ unit \d+ passed, 0 failed \(\d+\.\d s\)/);
    expect(status).toBe(0);
  });

  it('fails when what was asked for does not exist', () => {
    expect(run('--only=unit', 'no/such/test.ts')).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
    expect(run('--only=unitt')).toMatchObject({ status: 2, stderr: expect.stringContaining('there are servers, build, lint, typecheck, unit, medium, mesh') });
  });
});
