/** As Telegram names somebody: "@ada" where there is a user name, which nobody else can have; else the name that they chose. */
export function personName({ name, username }: { name: string; username: string | null }): string {
  return username === null ? name : `@${username}`;
}
