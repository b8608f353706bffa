import type { WorkspaceSource } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';

/** Where a request comes from, as far as that can be known. */
export interface Caller {
  /** On this machine: over stdio, or over a loopback socket without a proxy in between. */
  readonly local: boolean;
  /** First digits of the hash of the API key; null when none was asked for. */
  readonly keyId: string | null;
}

const REMOTE_GIT = /^(https:\/\/|ssh:\/\/|git@[\w.-]+:)[^\s]+$/;
/** `ext::` and `fd::` are git transports that run commands; a leading dash would be read as an option. */
const DANGEROUS_GIT = /^-|^[a-z0-9+.-]+::/i;

/** What writes into the user's files is for those who can do that anyway. */
export function assertMayWrite(caller: Caller): void {
  if (!caller.local) throw new DomainError('forbidden', 'Only callers on the same machine may write files of a workspace.');
}

/**
 * A directory workspace makes the server read its own disk and hand the text to whoever asks. Someone on this machine
 * can read those files anyway, so a local caller may register them. A remote caller, API key or not, could reach any
 * file that the service account can read, so it may only name a git repository by a network URL.
 */
export function assertMayRegister(source: WorkspaceSource, caller: Caller): void {
  if (source.kind === 'git' && source.ref.startsWith('-')) throw new DomainError('invalid-input', 'A git ref does not begin with a dash.');
  if (source.kind === 'git' && DANGEROUS_GIT.test(source.url)) {
    throw new DomainError('forbidden', 'This git URL names a transport that runs commands. Use https, ssh, or a path.');
  }
  if (caller.local) return;
  if (source.kind === 'directory') {
    throw new DomainError('forbidden', 'Only callers on the same machine may register a directory. Register a git URL (https or ssh) instead, or run `twinmcp index <directory>` on the server.');
  }
  if (!REMOTE_GIT.test(source.url)) {
    throw new DomainError('forbidden', 'From another machine only https and ssh git URLs may be registered.');
  }
}
