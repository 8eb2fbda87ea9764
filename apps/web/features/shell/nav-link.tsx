"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

/** A link whose page is fetched when somebody means it: pages with forms are heavier than the chat they stand beside. */
export function NavLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  const router = useRouter();
  const fetchAhead = () => router.prefetch(href);
  return <Link {...rest} href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} />;
}
