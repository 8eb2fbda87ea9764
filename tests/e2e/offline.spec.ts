import { randomUUID } from "node:crypto";
import { answers, lastAnswer, register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

const AT_ONCE = "[[sandbox echo first=0 interval=0]]";

test("without a network the page says so, keeps what is written, and sends it once when the network is back", async ({
  page,
  context,
  sandbox,
}) => {
  const mark = randomUUID();
  const asked = () =>
    sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)).length;
  const question = page.getByRole("article", { name: "You" }).filter({ hasText: mark });
  await register(page);
  await write(page, `Where do storks nest? ${AT_ONCE}`);
  await untilWhole(page);
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await write(page, `${mark} ${AT_ONCE}`);
  await expect(question).toHaveCount(1);
  await expect(lastAnswer(page)).toContainText("Where do storks nest?");
  expect([asked(), await answers(page).count()]).toEqual([0, 1]);
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);
  await expect(lastAnswer(page)).toContainText(mark);
  await untilWhole(page);
  await expect(question).toHaveCount(1);
  expect(asked()).toBe(1);
});
