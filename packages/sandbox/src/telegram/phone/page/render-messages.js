import { renderText, webAddress } from "./render-text.js";

/** Shows the messages in `log`; an element is made anew only when its message changed. */
export function renderMessages(log, messages, acts) {
  const known = new Map([...log.children].map((child) => [child.dataset.key, child]));
  const wanted = [];
  let day = "";
  for (const message of messages) {
    const name = dayOf(message.date);
    if (name !== day) wanted.push(known.get(`day ${name}`) ?? dayMark(name));
    day = name;
    const key = `message ${message.message_id}`;
    const content = JSON.stringify(message);
    const old = known.get(key);
    wanted.push(old?.dataset.content === content ? old : messageElement(message, key, content, acts));
  }
  wanted.forEach((element, index) => {
    if (log.children[index] !== element) log.insertBefore(element, log.children[index] ?? null);
  });
  while (log.children.length > wanted.length) log.lastChild.remove();
}

/** Shows the draft that grows, or nothing. */
export function renderDraft(place, draft, acts) {
  if (!draft) return place.replaceChildren();
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  const words = renderText(draft.text, draft.entities, acts.send);
  if (draft.text === "") {
    words.classList.add("thinking");
    words.textContent = "Thinking…";
  }
  bubble.append(words);
  const parts = [bubble];
  if (draft.can_stop) parts.push(keyboard([[{ text: "Stop", onPress: acts.stop }]]));
  place.replaceChildren(...parts);
}

function messageElement(message, key, content, acts) {
  const element = document.createElement("article");
  element.className = "message";
  element.dataset.key = key;
  element.dataset.content = content;
  const isOwn = message.from === "person";
  element.setAttribute("aria-label", isOwn ? "You" : "PROCODE");
  const bubble = document.createElement("div");
  bubble.className = isOwn ? "bubble is-own" : "bubble";
  const words = renderText(message.text, message.entities, acts.send);
  words.append(meta(message, isOwn));
  bubble.append(words);
  element.append(bubble);
  if (message.buttons.length > 0)
    element.append(
      keyboard(message.buttons.map((row) => row.map((button) => ({ ...button, onPress: () => acts.press(button) })))),
    );
  return element;
}

function meta({ date, isEdited, isTaken }, isOwn) {
  const note = document.createElement("span");
  note.className = "meta";
  const time = document.createElement("time");
  time.dateTime = new Date(date * 1000).toISOString();
  time.textContent = clock(date);
  note.append(isEdited ? "edited " : "", time);
  if (isOwn) {
    const tick = document.createElement("span");
    tick.setAttribute("aria-label", isTaken ? "taken by the bot" : "waits for the bot");
    tick.setAttribute("role", "img");
    tick.textContent = isTaken ? " ✓✓" : " ✓";
    note.append(tick);
  }
  return note;
}

function keyboard(rows) {
  const keys = document.createElement("div");
  keys.className = "keys";
  for (const row of rows) {
    const line = document.createElement("div");
    line.append(...row.map(key));
    keys.append(line);
  }
  return keys;
}

function key(button) {
  const href = button.url === undefined ? null : webAddress(button.url);
  const element = document.createElement(href ? "a" : "button");
  element.className = "key";
  element.textContent = button.text;
  if (href) {
    element.href = href;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    return element;
  }
  element.type = "button";
  element.addEventListener("click", async () => {
    element.setAttribute("aria-busy", "true");
    await button.onPress();
    element.removeAttribute("aria-busy");
  });
  return element;
}

function dayMark(name) {
  const mark = document.createElement("p");
  mark.className = "day";
  mark.dataset.key = `day ${name}`;
  mark.textContent = name;
  return mark;
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Yesterday";
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}
