const PARAMETER = /:\w+/g;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

interface Route {
  /** Whether its address has no parameters. */
  readonly isFixed: boolean;
  readonly path: RegExp;
  readonly methods: readonly string[];
}

/** The routes of a server: Fastify tells of a request that no route takes only that it is so. */
export class Routes {
  static readonly #all = new WeakMap<object, Routes>();
  readonly #routes: Route[] = [];

  /** The routes of what a server listens with. */
  static of(adapter: object): Routes {
    let routes = Routes.#all.get(adapter);
    if (routes === undefined) Routes.#all.set(adapter, (routes = new Routes()));
    return routes;
  }

  /** @param pattern - such as `/api/flows/:id` */
  add(pattern: string, methods: string | readonly string[]): void {
    const path = pattern.replace(SPECIAL, '\\$&').replace(PARAMETER, '[^/]+').replace(/\/$/, '');
    this.#routes.push({ isFixed: !pattern.includes(':'), path: new RegExp(`^${path}/?$`), methods: [methods].flat() });
  }

  /**
   * The methods that the routes at an address take; none when there is no route.
   *
   * @param which - `isFixed` asks only for routes without parameters
   */
  methodsAt(url: string, { isFixed = false }: { readonly isFixed?: boolean } = {}): string[] {
    const [path] = url.split('?', 1) as [string];
    const found = this.#routes
      .filter((route) => route.path.test(path) && (route.isFixed || !isFixed))
      .flatMap(({ methods }) => methods);
    // every GET has a HEAD, which is not named
    return [...new Set(found)].filter((method) => method !== 'HEAD').sort();
  }
}
