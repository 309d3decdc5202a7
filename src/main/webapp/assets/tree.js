/** The messages of a chat as a tree, and which branch of it is shown. Knows no nodes and no server. */

/** @typedef {import('./api.js').Message} Message */

export class Tree {
  /** @type {Map<string, Message>} in the order in which they were written */
  #messages = new Map();
  /** End of the branch that is shown. @type {string | null} */
  leaf = null;

  /** @param {Message[]} messages @param {string | null} leaf */
  set(messages, leaf) {
    this.#messages = new Map(messages.map((message) => [message.id, message]));
    this.leaf = leaf ?? messages.at(-1)?.id ?? null;
  }

  /** @param {string} id */
  get(id) {
    return this.#messages.get(id);
  }

  /** Adds a message, which is shown from now on. @param {Message} message */
  add(message) {
    this.#messages.set(message.id, message);
    this.leaf = message.id;
  }

  /** @param {string | null} [leaf] @returns {Message[]} from the first message to the leaf */
  branch(leaf = this.leaf) {
    const found = [];
    for (let at = leaf ? this.#messages.get(leaf) : undefined; at; at = at.parent ? this.#messages.get(at.parent) : undefined) found.unshift(at);
    return found;
  }

  /** @param {string | undefined} parent undefined: the first questions @returns {Message[]} */
  children(parent) {
    return [...this.#messages.values()].filter((message) => message.parent === parent);
  }

  /** @param {Message} message @returns {Message[]} it and those that stand in its place on other branches */
  siblings(message) {
    return this.children(message.parent).filter(({ role }) => role === message.role);
  }

  /** Shows the branch with this message, as far as it was written last. @param {Message} message */
  show(message) {
    let at = message;
    for (let next = this.children(at.id).at(-1); next; next = this.children(at.id).at(-1)) at = next;
    this.leaf = at.id;
  }
}
