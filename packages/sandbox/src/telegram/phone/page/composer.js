/**
 * The field, the list of commands and the bar of an edit. `say` and `edit` resolve to whether it was sent; what was not
 * stays in the field.
 */
export function createComposer({ say, edit, lastOwn }) {
  const form = document.getElementById("composer");
  const field = document.getElementById("text");
  const sendButton = document.getElementById("send");
  const list = document.getElementById("commands");
  const listButton = document.getElementById("commands-button");
  const editing = document.getElementById("editing");
  let commands = [];
  let isListAsked = false;
  let edited = null;

  function update() {
    sendButton.disabled = field.value.trim() === "";
    field.style.height = "";
    if (field.scrollHeight > field.clientHeight + 2) field.style.height = `${field.scrollHeight + 2}px`;
    const typed = /^\/(\w*)$/.exec(field.value)?.[1];
    const shown = commands.filter(({ command }) => isListAsked || (typed !== undefined && command.startsWith(typed)));
    list.replaceChildren(...shown.map(commandButton));
    list.hidden = shown.length === 0;
    listButton.hidden = commands.length === 0;
    listButton.setAttribute("aria-expanded", String(!list.hidden));
    editing.hidden = edited === null;
    document.getElementById("editing-text").textContent = edited?.text ?? "";
  }

  function commandButton({ command, description }) {
    const button = document.createElement("button");
    button.type = "button";
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const words = document.createElement("span");
    words.textContent = description;
    button.append(name, words);
    button.addEventListener("click", () => {
      isListAsked = false;
      field.value = "";
      update();
      field.focus();
      void say(`/${command}`);
    });
    return button;
  }

  function startEdit(message) {
    edited = message;
    field.value = message?.text ?? "";
    update();
    field.focus();
  }

  async function submit() {
    const text = field.value.trim();
    if (text === "") return;
    const target = edited;
    field.value = "";
    edited = null;
    isListAsked = false;
    update();
    const isSent = target ? await edit(target.message_id, text) : await say(text);
    if (isSent || field.value !== "") return;
    field.value = text;
    edited = target;
    update();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
    if (event.key === "ArrowUp" && field.value === "" && edited === null) {
      const message = lastOwn();
      if (message) {
        event.preventDefault();
        startEdit(message);
      }
    }
    if (event.key === "Escape") {
      isListAsked = false;
      if (edited) startEdit(null);
      else update();
    }
  });
  listButton.addEventListener("click", () => {
    isListAsked = list.hidden;
    update();
    (isListAsked ? list.firstChild : field)?.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    isListAsked = false;
    update();
    listButton.focus();
  });
  document.getElementById("editing-end").addEventListener("click", () => startEdit(null));

  return {
    setCommands(next) {
      if (JSON.stringify(next) === JSON.stringify(commands)) return;
      commands = next;
      update();
    },
    focus: () => field.focus(),
  };
}
