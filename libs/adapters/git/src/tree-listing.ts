import { isUtf8 } from 'node:buffer';

export interface TreeItem {
  /** Raw bytes of a name that is not UTF-8 are shown with U+FFFD, and `validName` is false. */
  readonly path: string;
  readonly validName: boolean;
  readonly mode: 'file' | 'symlink' | 'submodule';
  readonly blob: string;
  /** Null when the listing was made without sizes. */
  readonly size: number | null;
}

/** Output of `git ls-tree -r -z [-l]`: `<mode> SP <type> SP <object> [SP+ <size>] TAB <path> NUL` (git-ls-tree(1)). */
export function* parseTree(output: Buffer): Generator<TreeItem> {
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    if (end < 0) return;
    const tab = output.indexOf(9, start);
    const [mode, , blob, size] = output.toString('latin1', start, tab).split(/ +/);
    const name = output.subarray(tab + 1, end);
    yield {
      path: name.toString('utf8'), validName: isUtf8(name), blob: blob!, size: size === undefined || size === '-' ? null : Number(size),
      mode: mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file',
    };
    start = end + 1;
  }
}
