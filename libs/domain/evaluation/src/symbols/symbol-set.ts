import { DomainError } from '@twinmcp/kernel';
import { z } from 'zod';
import type { SetHeader } from '../set-format.ts';

/** Files of one language with the names defined in them. Several lines: any of them is right. */
export interface TagCase {
  readonly id: string;
  readonly language: string;
  readonly sources: readonly { readonly file: string; readonly text: string; readonly tags: readonly { readonly name: string; readonly lines: readonly number[] }[] }[];
}

/** One file with the declarations and members that a compiler found in it. */
export interface DeclarationCase {
  readonly id: string;
  readonly file: string;
  readonly text: string;
  readonly declarations: readonly { readonly name: string; readonly kind: string; readonly line: number }[];
  readonly members: readonly { readonly container: string; readonly name: string }[];
}

export interface SymbolSet extends SetHeader {
  readonly kind: 'symbols';
  readonly tags: readonly TagCase[];
  readonly declarations: readonly DeclarationCase[];
}

const TagRow = z.object({
  id: z.string(),
  plain: z.boolean(),
  sources: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), file: z.string(), line: z.union([z.number(), z.array(z.number()), z.null()]), role: z.string().nullish() })),
});
const DeclarationRow = z.object({
  id: z.string(),
  ext: z.string().regex(/^\w+$/),
  source: z.string(),
  gold: z.array(z.object({ name: z.string(), kind: z.string(), line: z.number() })),
  members: z.array(z.object({ container: z.string(), name: z.string() })),
});

const DECLARATIONS = 'declarations.jsonl';
/** Outlines as an editor draws them: other than declarations, and not scored. */
const NOT_SCORED = new Set(['navigation.jsonl']);

/** `files`: the names in the folder of the set. A file of tags is named after its language. */
export async function readSymbolSet(header: SetHeader, files: readonly string[], read: (name: string) => Promise<string>): Promise<SymbolSet> {
  const tags: TagCase[] = [];
  const declarations: DeclarationCase[] = [];
  for (const file of files.filter((name) => name.endsWith('.jsonl') && !NOT_SCORED.has(name)).sort()) {
    const text = await read(file);
    if (file === DECLARATIONS) declarations.push(...rows(text, file, DeclarationRow).map(({ id, ext, source, gold, members }) => ({ id, file: `input.${ext}`, text: source, declarations: gold, members })));
    else tags.push(...rows(text, file, TagRow).filter((row) => row.plain).map((row) => tagCase(row, file.slice(0, -'.jsonl'.length))));
  }
  if (tags.length + declarations.length === 0) throw new DomainError('invalid-input', `the set ${header.name} has no labelled symbols beside its set.json`);
  return { name: header.name, about: header.about, published: header.published, kind: 'symbols', tags, declarations };
}

function tagCase({ id, sources, tags }: z.output<typeof TagRow>, language: string): TagCase {
  // Tags with a role are uses of a name, not definitions.
  const of = (file: string) => tags.filter((tag) => tag.file === file && !tag.role).map((tag) => ({ name: language === 'php' ? tag.name.replaceAll('\\\\', '\\') : tag.name, lines: [tag.line ?? []].flat() }));
  return { id, language, sources: Object.entries(sources).map(([file, text]) => ({ file, text, tags: of(file) })) };
}

function rows<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S>[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(parse(line));
    if (!parsed.success) throw new DomainError('invalid-input', `${file}:${i + 1} is not a case: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // refused by the schema, with its place
  }
}
