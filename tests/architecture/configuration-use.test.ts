import { configKeys } from '@twinmcp/configuration';
import { readPackages, withoutComments } from './workspace-source.ts';

// A reference that lists settings which nothing reads is a lie to whoever sets them.
const sources = readPackages()
  .filter(({ name }) => name !== '@twinmcp/configuration')
  .flatMap(({ files }) => files.filter(({ test }) => !test).map(({ text }) => withoutComments(text)));

/** Read as `section.key`, or taken out of the section by name. */
function isRead(path: string): boolean {
  const parts = path.split('.');
  const key = parts.at(-1)!;
  const section = parts.at(-2);
  const access = new RegExp(`[.?]\\s*${key}\\b|\\{[^{}]*\\b${key}\\b[^{}]*\\}\\s*(?::[^=]*)?=`);
  return sources.some((text) => access.test(text) && (section === undefined || section.match(/^(ast_analysis|embedding|library_resolution|context_assembly|monitoring)$/) !== null || new RegExp(`\\b${section}\\b`).test(text)));
}

describe('settings', () => {
  it.each(configKeys().filter(({ reserved }) => !reserved).map(({ path }) => [path]))('%s is read by something, as the reference says', (path) => {
    expect(isRead(path)).toBe(true);
  });

  it('are not called reserved any more once something reads them', () => {
    const unmistakable = configKeys().filter(({ path, reserved }) => reserved && /_/.test(path.split('.').at(-1)!));
    expect(unmistakable.length).toBeGreaterThan(5);
    expect(unmistakable.filter(({ path }) => isRead(path)).map(({ path }) => path)).toEqual([]);
  });
});
