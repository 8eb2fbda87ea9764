/** Ends this session and goes to the door. Reloads the page on purpose: nothing that was read stays in memory. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/csrf");
  const { csrfToken }: { csrfToken: string } = await answer.json();
  const ended = await fetch("/api/auth/signout", {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl: "/login", json: "true" }),
  });
  if (!ended.ok) throw new Error("You are still signed in: the server did not end the session. Try again.");
  window.location.assign("/login");
}
