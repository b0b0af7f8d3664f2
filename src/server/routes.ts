const PARAMETER = /:\w+/g;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

interface Route {
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
    this.#routes.push({ path: new RegExp(`^${path}/?$`), methods: [methods].flat() });
  }

  /** The methods that the routes at an address take; none when there is no route. */
  methodsAt(url: string): string[] {
    const [path] = url.split('?', 1) as [string];
    const found = this.#routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
    // every GET has a HEAD, which is not named
    return [...new Set(found)].filter((method) => method !== 'HEAD').sort();
  }
}
