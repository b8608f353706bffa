export { AdvisoryDatabase, type DatabaseState } from './advisory-database.ts';
export { OsvApi, type OsvApiOptions } from './osv-api.ts';
export { MAX_ADVISORY_BYTES, readDump, readZip, type DumpProblem } from './read-dump.ts';
