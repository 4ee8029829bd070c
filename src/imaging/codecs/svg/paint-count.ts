import { LimitError } from '../../../core/errors.ts';

/** Elements in one drawing, each counted as often as it is painted; a larger one takes minutes. */
const MAX_ELEMENTS = 200_000;

/** Elements within elements and references to references, one after the other. */
const MAX_CHAIN = 2000;

interface Node {
  readonly children: Node[];
  /** Ids it refers to: `use`, patterns, masks, filters. */
  readonly references: readonly string[];
}

/** Counts what a drawing paints with every reference followed: ten uses of ten uses of ten … are small in the file only. */
export class PaintCount {
  readonly #root: Node = { children: [], references: [] };
  readonly #open: Node[] = [this.#root];
  readonly #ids = new Map<string, Node>();
  #elements = 0;

  open(attributes: Readonly<Record<string, string>>): void {
    if (++this.#elements > MAX_ELEMENTS) throw tooMany();
    const node: Node = { children: [], references: Object.values(attributes).flatMap(referencesOf) };
    this.#open.at(-1)?.children.push(node);
    this.#open.push(node);
    const { id } = attributes;
    if (id !== undefined && !this.#ids.has(id)) this.#ids.set(id, node);
  }

  close(): void {
    this.#open.pop();
  }

  /** @throws {LimitError} `image/too-many-pixels`. */
  check(): void {
    const known = new Map<Node, number>();
    const count = (node: Node, depth: number): number => {
      if (depth > MAX_CHAIN) throw tooMany();
      const before = known.get(node);
      if (before !== undefined) return before;
      known.set(node, 0); // a reference to itself paints nothing
      let sum = 1;
      for (const child of node.children) sum += count(child, depth + 1);
      for (const id of node.references) {
        const target = this.#ids.get(id);
        if (target) sum += count(target, depth + 1);
      }
      known.set(node, sum);
      return sum;
    };
    if (count(this.#root, 0) > MAX_ELEMENTS) throw tooMany();
  }
}

function referencesOf(value: string): readonly string[] {
  return [...value.matchAll(/^\s*#([^\s)]+)\s*$|url\(\s*['"]?#([^'")\s]+)/g)].flatMap(([, whole, within]) => whole ?? within ?? []);
}

function tooMany(): LimitError {
  return new LimitError('image/too-many-pixels', `the SVG paints more than ${MAX_ELEMENTS} elements; send it as PNG`, { limit: MAX_ELEMENTS });
}
