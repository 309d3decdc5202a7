/** Text that flows into an element: finished blocks are final, only the rest is looked at again. */

import { blockTree, splitBlocks } from './markdown.js';
import { patchChildren } from './patch.js';

export class Flow {
  /** Everything so far. */
  source = '';
  /** Where the first block begins that may still change. */
  #openFrom = 0;
  #finalNodes = 0;

  /** @param {HTMLElement} element empty; the flow owns its children */
  constructor(element) {
    this.element = element;
  }

  /** @param {string} text continues what came before */
  append(text) {
    this.source += text;
    this.#render(true);
  }

  /** No more text will come: marks that are still open are plain text now. */
  finish() {
    this.#render(false);
  }

  /** @param {boolean} open */
  #render(open) {
    const lines = this.source.slice(this.#openFrom).split('\n');
    const blocks = splitBlocks(lines);
    const trees = blocks.map((block, index) => blockTree(block, open && index === blocks.length - 1));
    patchChildren(this.element, trees, this.#finalNodes);
    // A block is final when the line that begins the next one is complete: no further letter can join the two.
    const final = blocks.findLastIndex((block) => block.line < lines.length - 1);
    if (final < 1) return;
    this.#openFrom += lines.slice(0, blocks[final].line).reduce((sum, line) => sum + line.length + 1, 0);
    this.#finalNodes += final;
  }
}
