/** `HTTPServer`, `parse_url2`, `kebab-case`, `Server.handle` → lower-case words: http server; parse url 2; kebab case; server handle. */
export function nameWords(name: string): string[] {
  return name
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
