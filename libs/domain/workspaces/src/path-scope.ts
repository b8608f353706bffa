/** Tells whether a path is one of `scope`, or lies below one of them. The empty path is the root and holds everything. */
export function withinAny(scope: readonly string[]): (path: string) => boolean {
  const paths = new Set(scope);
  if (paths.has('')) return () => true;
  return (path) => {
    if (paths.has(path)) return true;
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) if (paths.has(path.slice(0, slash))) return true;
    return false;
  };
}

/** The same scope without what lies below another of its paths. */
export function outermost(scope: readonly string[]): string[] {
  const paths = new Set(scope);
  if (paths.has('')) return [''];
  return [...paths].filter((path) => {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) if (paths.has(path.slice(0, slash))) return false;
    return true;
  });
}
