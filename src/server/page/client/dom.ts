/*
 * Makes elements. Whatever comes from the server goes through here, and only as text: nothing of it is ever read as
 * markup.
 */

type Child = Node | string | null;

/** Makes an element with attributes and children; a text becomes a node of text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Says another text; the same one again is no change to who reads the page aloud. */
export function say(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows an element, or hides it from everyone. */
export function show(node: HTMLElement, isShown: boolean): void {
  node.hidden = !isShown;
}

/** The element of the page that has an id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Puts elements in an order, and moves none that stands right: a moved element loses the focus. */
export function arrange(parent: Element, wanted: readonly Element[]): void {
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, i) => {
    const there = parent.children[i];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
}
