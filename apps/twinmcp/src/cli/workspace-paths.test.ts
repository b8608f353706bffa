import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Workspace } from '@twinmcp/contracts';
import { testIo } from '../../test-support/test-io.ts';
import { pathIn, prefixIn, symbolIn } from './workspace-paths.ts';

describe('paths of a command line', () => {
  let root: string;
  let workspace: Workspace;
  beforeAll(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-paths-')));
    mkdirSync(path.join(root, 'lib/send'), { recursive: true });
    writeFileSync(path.join(root, 'lib/reply.js'), '');
    workspace = { id: 'w', name: 'w', source: { kind: 'directory', root }, createdAt: 1 };
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const from = (folder: string) => testIo({ cwd: path.join(root, folder) });

  it('mean what lies in the current folder, else what the workspace has', () => {
    expect([pathIn(workspace, 'reply.js', from('lib')), pathIn(workspace, 'lib/reply.js', from('')), pathIn(workspace, '../lib/reply.js', from('lib')), pathIn(workspace, 'gone.js', from('lib')), pathIn(workspace, '.', from(''))]).toEqual(['lib/reply.js', 'lib/reply.js', 'lib/reply.js', 'gone.js', '']);
    expect(pathIn(workspace, tmpdir(), from(''))).toBe(tmpdir());
  });

  it('limit an answer to a folder named from here, or to nothing', () => {
    expect([prefixIn(workspace, 'send', from('lib')), prefixIn(workspace, 'lib', from('')), prefixIn(workspace, undefined, from('lib')), prefixIn(workspace, '.', from(''))]).toEqual(['lib/send', 'lib', undefined, undefined]);
  });

  it.each([['reply.js:12', 'lib/reply.js:12'], ['reply.js:12:4', 'lib/reply.js:12'], ['reply.js:Reply.send', 'lib/reply.js:Reply.send'], ['send', 'send'], ['std::string', 'std::string'], ['Reply.send', 'Reply.send'], ['gone.js:3', 'gone.js:3']])('tell %s from a name', (written, expected) => {
    expect(symbolIn(workspace, written, from('lib'))).toBe(expected);
  });
});
