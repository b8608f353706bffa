import { createHash } from 'node:crypto';
import { json, startRegistryServer, type RegistryServer } from './registry-server.ts';

export interface ServedArchive {
  readonly bytes: Buffer;
  /** What the registry says of it, when that is not the truth. */
  readonly claims?: Buffer;
}

const digest = (algorithm: string, bytes: Buffer, form: 'hex' | 'base64') => createHash(algorithm).update(bytes).digest(form);

/** npm, PyPI, crates.io and the Go proxy as one local server, each in its own protocol, for packages called `thing` in version 1.2.3. */
export async function startArchiveServer(archives: { npm?: ServedArchive; sdist?: ServedArchive; wheel?: ServedArchive; crate?: ServedArchive; module?: ServedArchive }): Promise<RegistryServer> {
  const server = await startRegistryServer(({ url = '' }, response) => {
    const send = (archive: ServedArchive | undefined) => (archive ? response.end(archive.bytes) : response.writeHead(404).end());
    const at = (file: string) => `${server.url}/files/${file}`;
    const claimed = ({ claims, bytes }: ServedArchive) => claims ?? bytes;
    if (url === '/thing' || url === '/@own%2fthing') {
      const { npm } = archives;
      return json(response, { name: 'thing', 'dist-tags': { latest: '1.2.3' }, repository: { url: 'git+https://github.com/owner/thing.git' }, versions: npm ? { '1.2.3': { dist: { tarball: at('thing-1.2.3.tgz'), integrity: `sha512-${digest('sha512', claimed(npm), 'base64')}` } } } : {} });
    }
    if (url === '/pypi/thing/1.2.3/json' && (archives.sdist || archives.wheel)) {
      const file = (archive: ServedArchive | undefined, filename: string, packagetype: string) => (archive ? [{ url: at(filename), filename, packagetype, size: archive.bytes.length, digests: { sha256: digest('sha256', claimed(archive), 'hex') } }] : []);
      return json(response, { info: { name: 'thing' }, urls: [...file(archives.wheel, 'thing-1.2.3-py3-none-any.whl', 'bdist_wheel'), ...file(archives.sdist, 'thing-1.2.3.tar.gz', 'sdist')] });
    }
    if (url === '/api/v1/crates/thing/1.2.3') return archives.crate ? json(response, { version: { num: '1.2.3', checksum: digest('sha256', claimed(archives.crate), 'hex'), crate_size: archives.crate.bytes.length } }) : response.writeHead(404).end();
    // crates.io sends to where the file lies.
    if (url === '/api/v1/crates/thing/1.2.3/download') return response.writeHead(302, { location: '/files/thing-1.2.3.crate' }).end();
    if (url === '/example.org/!big/thing/@v/v1.2.3.zip') return send(archives.module);
    return send({ '/files/thing-1.2.3.tgz': archives.npm, '/files/thing-1.2.3-py3-none-any.whl': archives.wheel, '/files/thing-1.2.3.tar.gz': archives.sdist, '/files/thing-1.2.3.crate': archives.crate }[url]);
  });
  return server;
}
