import { expect, test } from "vitest";
import { poolSize } from "./pool-size.ts";

test.each([
  ["postgresql://a:b@h/d?connection_limit=5", 5],
  ["postgresql://a:b@h/d?pgbouncer=true&connection_limit=25", 25],
  ["postgresql://a:b@h/d", 10],
  ["postgresql://a:b@h/d?connection_limit=0", 10],
  ["postgresql://a:b@h/d?connection_limit=many", 10],
  ["no address", 10],
])("%s has %i connections", (url, connections) => {
  expect(poolSize(url, 10)).toBe(connections);
});
