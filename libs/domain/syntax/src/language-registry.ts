/** Language names by path and, for files without a telling name, by their first line. Names follow common usage (linguist, LSP). */
const EXTENSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    typescript: 'ts mts cts', tsx: 'tsx', javascript: 'js mjs cjs jsx', python: 'py pyi pyw', go: 'go', markdown: 'md markdown mdown', mdx: 'mdx',
    rust: 'rs', java: 'java', c: 'c h', cpp: 'cc cpp cxx hh hpp hxx ipp inl', csharp: 'cs csx', ruby: 'rb rake gemspec', php: 'php phtml', kotlin: 'kt kts', scala: 'scala sc', swift: 'swift',
    json: 'json jsonc json5 webmanifest geojson', jsonl: 'jsonl ndjson', yaml: 'yaml yml', toml: 'toml', xml: 'xml xsd xsl xslt svg plist csproj props targets', ini: 'ini cfg conf properties editorconfig',
    shell: 'sh bash zsh ksh fish', powershell: 'ps1 psm1 psd1', batch: 'bat cmd', sql: 'sql ddl', prisma: 'prisma', graphql: 'graphql gql', protobuf: 'proto', html: 'html htm xhtml', css: 'css', scss: 'scss sass',
    less: 'less', vue: 'vue', svelte: 'svelte', astro: 'astro', lua: 'lua', perl: 'pl pm', r: 'r', dart: 'dart', elixir: 'ex exs', erlang: 'erl hrl', haskell: 'hs', clojure: 'clj cljs cljc edn', ocaml: 'ml mli', fsharp: 'fs fsi fsx',
    julia: 'jl', zig: 'zig', nim: 'nim', groovy: 'groovy gradle', terraform: 'tf tfvars hcl', nix: 'nix', cmake: 'cmake', makefile: 'mk mak', restructuredtext: 'rst', asciidoc: 'adoc asciidoc', tex: 'tex sty', csv: 'csv tsv',
    diff: 'diff patch', objectivec: 'm mm', vb: 'vb', solidity: 'sol', handlebars: 'hbs handlebars', jinja: 'j2 jinja jinja2', ejs: 'ejs', assembly: 's asm', text: 'txt text log',
  }).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language])),
);

const FILE_NAMES: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile', containerfile: 'dockerfile', makefile: 'makefile', gnumakefile: 'makefile', 'cmakelists.txt': 'cmake', rakefile: 'ruby', gemfile: 'ruby', podfile: 'ruby', vagrantfile: 'ruby',
  jenkinsfile: 'groovy', justfile: 'makefile', procfile: 'yaml', 'go.mod': 'gomod', 'go.sum': 'text', 'go.work': 'gomod', '.bashrc': 'shell', '.zshrc': 'shell', '.profile': 'shell', '.bash_profile': 'shell',
  '.gitignore': 'ignore', '.dockerignore': 'ignore', '.npmignore': 'ignore', '.twinmcpignore': 'ignore', '.gitattributes': 'ignore', '.env.example': 'ini', '.npmrc': 'ini', '.gitconfig': 'ini', '.gitmodules': 'ini',
  '.prettierrc': 'json', '.eslintrc': 'json', '.babelrc': 'json', '.swcrc': 'json', codeowners: 'ignore', sconstruct: 'python', sconscript: 'python', wscript: 'python',
};

const INTERPRETERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ts-node|tsx)$/, 'typescript'],
  [/^(?:node|nodejs|bun|deno)$/, 'javascript'],
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:ba|z|k|da|fi)?sh$/, 'shell'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^perl[\d.]*$/, 'perl'],
  [/^php[\d.]*$/, 'php'],
  [/^lua[\d.]*$/, 'lua'],
  [/^(?:Rscript|r)$/, 'r'],
  [/^pwsh$/, 'powershell'],
];

const CPP_HEADER = /^[ \t]*(?:class[ \t]+\w|namespace[ \t]+[\w{]|template[ \t]*<|(?:public|private|protected)[ \t]*:|using[ \t]+namespace\b)|-\*-[ \t]*c\+\+[ \t]*-\*-/im;
const CPP_HEADER_HEAD = 50_000;

/**
 * `text` when neither the path nor the text says more. `head` is the beginning of the file: its first line names an
 * interpreter; a header `.h` is C++ when words of C++ stand at the start of one of its lines.
 */
export function detectLanguage(path: string, head = ''): string {
  const language = byPath(path, head);
  return language === 'c' && /\.h$/i.test(path) && CPP_HEADER.test(head.slice(0, CPP_HEADER_HEAD)) ? 'cpp' : language;
}

function byPath(path: string, head: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const byName = Object.hasOwn(FILE_NAMES, name) ? FILE_NAMES[name] : undefined;
  if (byName) return byName;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  const byExtension = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
  if (byExtension === undefined && /^(?:dockerfile|containerfile)\./.test(name)) return 'dockerfile'; // Dockerfile.dev, but not dockerfile.parser.ts
  return byExtension ?? (extension === '' ? byShebang(head) : undefined) ?? 'text';
}

function byShebang(head: string): string | undefined {
  const line = /^#!\s*(\S+)(?:[ \t]+([^\r\n]*))?/.exec(head.slice(0, 256));
  if (!line) return undefined;
  let program = line[1]!.slice(line[1]!.lastIndexOf('/') + 1);
  if (program === 'env') program = (line[2] ?? '').split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('=')) ?? '';
  return INTERPRETERS.find(([pattern]) => pattern.test(program))?.[1];
}
