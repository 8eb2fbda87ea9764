import { redirect } from "next/navigation";
import { cache } from "react";
import { getCaller, getViewer, loginHref } from "@/server/page-context.ts";

/**
 * The person, their procedures, and the position in their feed. Each page asks by itself, because Next renders it beside
 * its layout.
 */
export async function signedIn() {
  const viewer = await getViewer();
  if (!viewer) redirect(await loginHref());
  return { viewer, caller: await getCaller(), position: await readPosition() };
}

// Read before all else of a page: what changes while the page is made is then told by the feed.
const readPosition = cache(async () => {
  const { sequence } = await (await getCaller()).feed.position();
  return sequence;
});
