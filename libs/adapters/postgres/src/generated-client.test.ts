import { readdirSync, readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

describe('the generated client', () => {
  it('is of the schema beside it (else: node tools/generate-prisma-client.mjs)', () => {
    const [, literal] = /"inlineSchema": ("(?:[^"\\]|\\.)*")/.exec(read('./generated/internal/class.ts')) ?? [];
    const words = (text: string) => text.replace(/\/\/[^\n]*/g, '').split(/\s+/).filter(Boolean);
    const files = readdirSync(new URL('./prisma/', import.meta.url)).filter((name) => name.endsWith('.prisma')).sort();
    const blocks = (text: string) => text.split(/\n(?=(?:model|enum|generator|datasource|view|type) )/).map((block) => words(block).join(' ')).filter((block) => /^(model|enum|generator|datasource|view|type) /.test(block)).sort();
    expect(blocks(`\n${JSON.parse(literal!) as string}`)).toEqual(blocks(`\n${files.map((name) => read(`./prisma/${name}`)).join('\n')}`));
  });

  it('leaves the globals alone', () => {
    expect(read('./generated/client.ts')).not.toContain('globalThis');
  });
});
