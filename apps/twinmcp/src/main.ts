// What bin/twinmcp.mjs loads. Everything else is imported by the command that needs it.
export { main } from './cli/main.ts';
