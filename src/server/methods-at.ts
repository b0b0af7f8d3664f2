/** The part of Express's application that knows its routes. */
interface Application {
  readonly router: { readonly stack: readonly Layer[] };
}

interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that the routes at an address take; none when there is no route. */
export function methodsAt(application: unknown, url: string): string[] {
  const [path] = url.split('?', 1) as [string];
  const layers = (application as Application).router.stack.filter(
    (layer) => layer.route !== undefined && layer.match(path),
  );
  return [...new Set(layers.flatMap((layer) => Object.keys(layer.route!.methods)))]
    .map((name) => name.toUpperCase())
    .sort();
}
