import type { ReactNode } from "react";
import { safeLink } from "./safe-link.ts";

/** A link that says where it leads, and tells that place nothing. An address that is not safe stays as words. */
export function AnswerLink({ address, children, label }: { address: string; children: ReactNode; label: string }) {
  const link = safeLink(address);
  if (!link) return <>{children}</>;
  return (
    <>
      <a
        href={link.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        referrerPolicy="no-referrer"
        className="underline decoration-accent-line decoration-[1.5px] underline-offset-3 hover:decoration-2"
      >
        {children}
      </a>
      {!showsHost(label, link.host) && <span className="text-xs text-muted">{` (${link.host})`}</span>}
    </>
  );
}

/** Pictures in an answer are never fetched: to fetch one would tell its server that, and what, somebody reads. */
export function AnswerPicture({ address, description }: { address: string; description: string }) {
  const link = safeLink(address);
  const name = description.trim();
  if (!link) return <>{name === "" ? "image" : `image: ${name}`}</>;
  return (
    <AnswerLink address={link.href} label={link.host}>
      {name === "" ? `image at ${link.host}` : `${name} (image at ${link.host})`}
    </AnswerLink>
  );
}

/** The words are the address itself, so that it need not be said twice. */
function showsHost(label: string, host: string): boolean {
  const words = label
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/|mailto:)/, "")
    .replace(/^www\./, "");
  return words === host || words.startsWith(`${host}/`) || words.startsWith(`${host}?`);
}
