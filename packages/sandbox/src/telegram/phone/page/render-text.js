const STYLES = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/**
 * A Telegram text with its entities (UTF-16 offsets, well nested) as nodes. Words only ever become text nodes.
 * `send` is called with a command that is pressed.
 */
export function renderText(text, entities, send) {
  const words = document.createElement("div");
  words.className = "words";
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length || isCode(a) - isCode(b));
  fill(words, text, 0, text.length, sorted, send);
  return words;
}

function fill(parent, text, begin, end, entities, send) {
  let at = begin;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = entity.offset + entity.length;
    if (entity.offset > at) parent.append(text.slice(at, entity.offset));
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    const { outer, inner } = element(entity, text.slice(entity.offset, stop), send);
    fill(inner, text, entity.offset, stop, entities.slice(index + 1, next), send);
    parent.append(...outer);
    at = stop;
    // A block ends its line by itself.
    if (isBlock(entity) && text[at] === "\n" && at < end) at += 1;
    index = next;
  }
  if (at < end) parent.append(text.slice(at, end));
}

function element(entity, words, send) {
  if (entity.type in STYLES) return alone(STYLES[entity.type]);
  switch (entity.type) {
    case "pre":
      return codeBlock(entity.language);
    case "blockquote":
      return alone("blockquote");
    case "expandable_blockquote":
      return foldedQuote(words);
    case "spoiler":
      return spoiler();
    case "text_link":
      return link(entity.url);
    case "url":
      return link(words);
    case "bot_command":
      return command(words, send);
    default:
      return alone("span");
  }
}

function alone(tag, className = "") {
  const inner = document.createElement(tag);
  inner.className = className;
  return { outer: [inner], inner };
}

function codeBlock(language) {
  const block = document.createElement("pre");
  const inner = document.createElement("code");
  inner.tabIndex = 0;
  if (language) {
    const label = document.createElement("span");
    label.textContent = language;
    block.append(label);
  }
  block.append(inner);
  return { outer: [block], inner };
}

function foldedQuote(words) {
  const quote = alone("blockquote");
  if (words.length < 160 && words.split("\n").length <= 3) return quote;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "unfold";
  const fold = (isFolded) => {
    quote.inner.classList.toggle("is-folded", isFolded);
    button.textContent = isFolded ? "Show all" : "Show less";
    button.setAttribute("aria-expanded", String(!isFolded));
  };
  fold(true);
  button.addEventListener("click", () => fold(!quote.inner.classList.contains("is-folded")));
  return { outer: [quote.inner, button], inner: quote.inner };
}

function spoiler() {
  const { outer, inner } = alone("span", "spoiler");
  const open = () => {
    inner.classList.add("is-open");
    for (const name of ["role", "tabindex", "aria-label"]) inner.removeAttribute(name);
  };
  inner.setAttribute("role", "button");
  inner.setAttribute("tabindex", "0");
  inner.setAttribute("aria-label", "Hidden words, press to show them");
  inner.addEventListener("click", open);
  inner.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
  return { outer, inner };
}

/** Only web addresses can be followed. */
function link(address) {
  const href = webAddress(address);
  const { outer, inner } = alone(href ? "a" : "span");
  if (href) {
    inner.href = href;
    inner.target = "_blank";
    inner.rel = "noopener noreferrer";
  }
  return { outer, inner };
}

export function webAddress(address) {
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) ? address : `http://${address}`;
  return URL.canParse(whole) && /^https?:$/.test(new URL(whole).protocol) ? whole : null;
}

function command(words, send) {
  const { outer, inner } = alone("button", "command");
  inner.type = "button";
  inner.addEventListener("click", () => send(words));
  return { outer, inner };
}

function isCode({ type }) {
  return type === "code" || type === "pre" ? 1 : 0;
}

function isBlock({ type }) {
  return type === "pre" || type === "blockquote" || type === "expandable_blockquote";
}
