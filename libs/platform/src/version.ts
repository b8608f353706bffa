import { readFileSync } from 'node:fs';

/** All packages carry one version. */
export const VERSION: string = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
