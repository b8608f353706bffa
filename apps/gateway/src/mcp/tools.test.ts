import { readFileSync } from 'node:fs';
import { MCP_TOOLS } from '@twinmcp/contracts';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { advertisedInput, advertisedOutput } from './tool-schema.ts';

const advertised = MCP_TOOLS.map(({ name, description, annotations, input, output }) => ({ name, description, annotations, inputSchema: advertisedInput(input), ...(output && { outputSchema: advertisedOutput(output) }) }));

describe('MCP tools', () => {
  it('have the names that agents know', () => {
    expect(MCP_TOOLS.map((tool) => tool.name)).toEqual(['get-context', 'report-usefulness', 'search-code', 'find-symbol', 'find-references', 'get-callers', 'get-outline', 'repository-map', 'analyze-impact', 'resolve-library-id', 'get-library-docs', 'query-docs', 'compare-libraries', 'analyze-dependencies', 'check-vulnerabilities', 'index-workspace', 'workspace-status']);
  });

  // A wire pin: a change here changes what every connected agent sees. Arguments may be added, never renamed or made required.
  it('have the schemas that were published', () => {
    const pinned: unknown = JSON.parse(readFileSync(new URL('../test-support/mcp-tools.pin.json', import.meta.url), 'utf8'));
    expect(advertised).toEqual(pinned);
  });

  it('cost an agent under 1,500 tokens together', () => {
    const tokens = encode(JSON.stringify(advertised)).length;
    expect(tokens).toBeLessThan(1_500);
  });

  it('say what they do to the world', () => {
    for (const { name, annotations } of MCP_TOOLS) expect([name, annotations.readOnlyHint]).toEqual([name, name !== 'index-workspace' && name !== 'report-usefulness']);
    for (const { name, annotations } of MCP_TOOLS) expect([name, annotations.readOnlyHint || annotations.idempotentHint === true]).toEqual([name, name !== 'report-usefulness']);
  });

  it('advertise objects, open on the way out and free of what no agent acts on', () => {
    for (const { inputSchema, outputSchema } of advertised) {
      expect([inputSchema['type'], outputSchema?.['type'] ?? 'object']).toEqual(['object', 'object']);
      expect(JSON.stringify([inputSchema, outputSchema])).not.toMatch(/"\$schema"|"maxLength"|9007199254740991|"additionalProperties":false/);
    }
  });
});
