import { DomainError } from '@twinmcp/kernel';

const SCHEMES = /^(https?|ssh|git|file):\/\/[^\s]+$/i;
const SCP_LIKE = /^[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:[^\s:][^\s]*$/;

/** What git may clone: the usual transports and absolute paths. `ext::` runs a command, a leading `-` is an option: both are refused. */
export function checkUrl(url: string): { readonly url: string; readonly local: boolean } {
  const refuse = (why: string): never => {
    throw new DomainError('workspace-unreadable', `${redactUrl(url).replace(/[\0-\x1f\x7f]/g, '?')} cannot be cloned: ${why}`);
  };
  if (/[\0-\x1f\x7f]/.test(url)) refuse('it holds control characters');
  if (url.startsWith('/') || /^[A-Za-z]:[\\/]/.test(url)) return { url, local: true };
  if (url.includes('::')) refuse('transports such as ext:: are not allowed');
  if (SCHEMES.test(url)) return { url, local: url.toLowerCase().startsWith('file:') };
  if (SCP_LIKE.test(url)) return { url, local: false };
  return refuse('give an http(s), ssh or git URL, user@host:path, or an absolute path');
}

/** A branch, tag or commit name as git-check-ref-format(1) allows them, and nothing that git would take for an expression or an option. */
export function checkRef(ref: string): string {
  const bad = ref === '' || ref.startsWith('-') || ref.startsWith('/') || ref.endsWith('/') || ref.endsWith('.') || ref.endsWith('.lock') || /\.\.|\/\/|@\{|[\0-\x20\x7f~^:?*[\\]/.test(ref) || ref === '@';
  if (bad) throw new DomainError('workspace-unreadable', `"${ref}" is no branch, tag or commit: give a name such as main, v1.2.0 or a commit id`);
  return ref;
}

/** URLs may carry a password; messages and logs must not. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1***@');
}
