/** Words of the glossary that explain themselves on a touch, in texts that are marked for it. */

import { el } from "./dom.js";

/** @typedef {import("./types").Term} Term */

/**
 * Make a button of the first place of each term within an element.
 * @param {HTMLElement} within @param {Term[]} terms
 */
export function explainTerms(within, terms) {
  const left = new Map(terms.map((term) => [term.word.toLowerCase(), term]));
  const pattern = new RegExp(`\\b(${terms.map(({ word }) => word.replace(/[^\w ]/g, "\\$&")).join("|")})s?\\b`, "i");
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const nodes = [];
  while (texts.nextNode()) nodes.push(/** @type {Text} */ (texts.currentNode));
  for (let node of nodes) {
    if (node.parentElement?.closest("button, a, summary, h1, h2, h3, option, label")) continue;
    for (let found = pattern.exec(node.data); found !== null; found = pattern.exec(node.data)) {
      const term = left.get(found[1].toLowerCase());
      const rest = node.splitText(found.index + found[0].length);
      if (term !== undefined) {
        left.delete(found[1].toLowerCase());
        node.splitText(found.index).replaceWith(termButton(found[0], term));
      }
      node = rest;
    }
  }
}

/** @param {string} words @param {Term} term */
function termButton(words, term) {
  return el("button", {
    type: "button", class: "term", "aria-haspopup": "dialog", onclick: (/** @type {Event} */ event) => tell(/** @type {HTMLElement} */ (event.currentTarget), term),
  }, words);
}

/** @param {HTMLElement} button @param {Term} term */
function tell(button, term) {
  const box = el("dialog", { class: "meaning", "aria-label": term.word },
    el("p", {}, el("strong", {}, term.word), ` – ${term.meaning}.`),
    el("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Close"));
  box.addEventListener("close", () => { box.remove(); button.focus(); });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  document.body.append(box);
  box.showModal();
}
