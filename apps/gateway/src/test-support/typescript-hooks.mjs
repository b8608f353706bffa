// Lets a child process of a test run the source: decorators are beyond Node's own type stripping.
// node --import ./typescript-hooks.mjs -C twinmcp-source <file>.ts
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const options = JSON.parse(readFileSync(new URL('../../../../.swcrc', import.meta.url), 'utf8'));
delete options.$schema;
options.jsc.rewriteRelativeImportExtensions = false;

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), { ...options, swcrc: false, filename: fileURLToPath(url), sourceMaps: 'inline' });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
