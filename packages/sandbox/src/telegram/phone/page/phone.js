import { createComposer } from "./composer.js";
import { clock, renderDraft, renderMessages } from "./render-messages.js";

const query = new URLSearchParams(location.search);
const personId = /^\d{1,15}$/.test(query.get("person") ?? "") ? query.get("person") : "1001";
const place = (id) => document.getElementById(id);
const body = place("body");
// It scrolls, so the keyboard must reach it.
body.tabIndex = 0;

let payload = query.get("start");
let messages = [];
let live = { isStarted: false, isBlocked: false, draft: null, action: null, commands: [], notice: null };
let isConnected = true;
let isAtEnd = true;
let shownNotice = null;

const acts = {
  send: (text) => act("say", { text }),
  press: (button) => act("press", { button: button.callback_data ?? button.text }),
  stop: () => act("stop"),
};
const composer = createComposer({
  say: acts.send,
  edit: (message_id, text) => act("edit", { message_id, text }),
  lastOwn: () => messages.findLast(({ from }) => from === "person"),
});

connect();
followEnd();
startMenu();
setInterval(showClock, 5_000);
showClock();

function connect() {
  const events = new EventSource(`/phone/events?person=${personId}`);
  events.addEventListener("chat", ({ data }) => {
    messages = JSON.parse(data).messages;
    keepAtEnd(() => renderMessages(place("log"), messages, acts));
    showState();
  });
  events.addEventListener("live", ({ data }) => {
    live = JSON.parse(data);
    keepAtEnd(() => renderDraft(place("draft"), live.draft, acts));
    showState();
  });
  events.addEventListener("open", () => setConnected(true));
  events.addEventListener("error", () => setConnected(false));
}

function setConnected(next) {
  isConnected = next;
  showState();
}

function showState() {
  const { person, bot, isStarted, isBlocked, commands, notice } = live;
  if (person)
    place("who").textContent = person.username ? `${person.firstName} (@${person.username})` : person.firstName;
  if (bot) place("bot-name").textContent = `@${bot.username}`;
  const isBusy = isConnected && !isBlocked && Boolean(live.draft || live.action);
  place("status").classList.toggle("is-busy", isBusy);
  setText(place("status"), statusWords());
  const isOffered = !isStarted || isBlocked || payload !== null;
  place("composer").hidden = isOffered;
  place("wide").hidden = !isOffered;
  place("wide").textContent = isBlocked ? "Unblock and restart" : "Start";
  place("welcome").hidden = messages.length > 0;
  place("block").textContent = isBlocked ? "Unblock the bot" : "Block the bot";
  place("block").toggleAttribute("data-blocked", isBlocked);
  place("restart").hidden = isOffered;
  composer.setCommands(isOffered ? [] : commands);
  if (shownNotice === null) shownNotice = notice?.id ?? "none";
  else if (notice && notice.id !== shownNotice) {
    shownNotice = notice.id;
    toast(notice.text);
  }
}

function statusWords() {
  if (!isConnected) return "not connected, trying again…";
  if (live.isBlocked) return "bot, blocked by you";
  if (live.draft) return "writing…";
  if (!live.action) return "bot";
  return live.action.action === "typing" ? "typing…" : `${live.action.action.replaceAll("_", " ")}…`;
}

async function act(verb, given = {}) {
  try {
    const response = await fetch(`/people/${personId}/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(given),
    });
    if (response.ok) return true;
    toast((await response.json()).description);
  } catch {
    toast("Not sent: the sandbox does not answer. Your text is kept.");
  }
  return false;
}

function startMenu() {
  const button = place("menu-button");
  const menu = place("menu");
  const items = () => [...menu.children].filter((item) => !item.hidden);
  const show = (isOpen) => {
    menu.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? items()[0] : button).focus();
  };
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("keydown", (event) => {
    const at = items().indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") show(false);
    if (step)
      items()
        .at((at + step) % items().length)
        .focus();
    if (step) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !event.target.closest("#menu, #menu-button")) {
      menu.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }
  });
  menu.addEventListener("click", () => show(false));
  place("block").addEventListener("click", () => act(live.isBlocked ? "unblock" : "block"));
  place("restart").addEventListener("click", () => act("start"));
  place("wide").addEventListener("click", start);
}

async function start() {
  if (!(await act("start", payload === null ? {} : { payload }))) return;
  payload = null;
  // A reload must not offer the same link again.
  const rest = new URLSearchParams(location.search);
  rest.delete("start");
  history.replaceState(null, "", rest.size > 0 ? `?${rest}` : location.pathname);
  showState();
  composer.focus();
}

/** Changes the chat, and stays at its end when it was there. */
function keepAtEnd(change) {
  const wasAtEnd = isAtEnd;
  change();
  if (wasAtEnd) body.scrollTop = body.scrollHeight;
}

function followEnd() {
  body.addEventListener("scroll", () => {
    isAtEnd = body.scrollHeight - body.scrollTop - body.clientHeight < 80;
  });
  new ResizeObserver(() => keepAtEnd(() => undefined)).observe(body);
}

let toastTimer = 0;
function toast(text) {
  const words = document.createElement("p");
  words.textContent = text;
  place("toast").replaceChildren(words);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => place("toast").replaceChildren(), 5_000);
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showClock() {
  place("clock").textContent = clock(Date.now() / 1000);
}
