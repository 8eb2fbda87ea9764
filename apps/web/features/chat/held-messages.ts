const PREFIX = "message-";

/** Ids of the messages of a list that must not leave the page: with the keyboard's focus, a selection, or words being written. */
export function heldMessages(list: HTMLElement | null): string[] {
  if (!list) return [];
  const held = [...list.querySelectorAll("textarea")].map(articleOf);
  if (list.contains(document.activeElement)) held.push(articleOf(document.activeElement));
  held.push(...selectedArticles(list));
  return held.flatMap((article) => (article ? [article.id.slice(PREFIX.length)] : []));
}

/** All between the two ends of what is selected, so that it can be copied whole. */
function selectedArticles(list: HTMLElement): (Element | null)[] {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(list)) return [];
  return [...list.querySelectorAll("article")].filter((article) => range.intersectsNode(article));
}

function articleOf(element: Element | null): Element | null {
  return element?.closest("article") ?? null;
}
