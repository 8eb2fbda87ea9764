import type { Caller } from "@procode/api";
import { headers } from "next/headers";
import { cache } from "react";
import { processDoor } from "./process-door.ts";

const getContext = cache(async () => processDoor().contextOf(new Headers(await headers())));

/** The tRPC procedures in process, as the person who asked for the page. */
export const getCaller = cache(async (): Promise<Caller> => processDoor().callerOf(await getContext()));

/** The signed-in person's account, or null for a guest. */
export const getViewer = cache(async () => {
  const { actor } = await getContext();
  return actor.kind === "guest" ? null : (await getCaller()).account.profile();
});

/** Whether letters can be sent, which is a matter of the server and not of the person. */
export async function hasMailServer(): Promise<boolean> {
  return (await getContext()).channels.email !== null;
}

/** The token for forms that post without JavaScript; the listener set its cookie with this very answer. */
export async function getCsrfToken(): Promise<string> {
  return (await headers()).get("x-procode-csrf") ?? "";
}

/** The way through the door that leads back to the page that was asked for; the browser keeps what stands behind its `#`. */
export async function loginHref(): Promise<string> {
  const path = (await headers()).get("x-procode-path");
  return path === null ? "/login" : `/login?callbackUrl=${encodeURIComponent(path)}`;
}

/** Why a call failed, as a stable reason: an error of the process is no instance of a class that Next has bundled. */
export function reasonOf(error: unknown): string {
  return processDoor().reasonOf(error).reason;
}
