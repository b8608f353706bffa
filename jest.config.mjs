import { readFileSync } from 'node:fs';

// One Jest run, three tiers (see CONTRIBUTING.md): unit beside the source, medium against real servers, mesh end to end.
// Packages resolve to their TypeScript source through the `twinmcp-source` export condition, so unit tests need no build.
// The build's swc options, except that imports keep their `.ts`: Jest runs the source.
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
swc.jsc.rewriteRelativeImportExtensions = false;
const base = {
  rootDir: '.',
  testEnvironment: 'node',
  // Jest adds `import` or `require` itself, by the kind of the call, as Node does.
  testEnvironmentOptions: { customExportConditions: ['twinmcp-source', 'node', 'default'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  transformIgnorePatterns: ['/node_modules/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
};
const roots = ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tests', '<rootDir>/tools'];
export default {
  projects: [
    { ...base, displayName: 'unit', roots, testMatch: ['**/*.test.ts'], testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.(medium|mesh)\\.test\\.ts$'] },
    { ...base, displayName: 'medium', roots, testMatch: ['**/*.medium.test.ts'] },
    { ...base, displayName: 'mesh', roots, testMatch: ['**/*.mesh.test.ts'] },
  ],
  testTimeout: 30000,
};
