/** What kind of failure it is. The reason beside it says which one. */
export type ErrorCode =
  | "INVALID"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "LIMITED"
  | "UNAVAILABLE"
  | "INTERNAL";

const CODES: Record<number, ErrorCode> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  429: "LIMITED",
  502: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "UNAVAILABLE",
};

export function codeOfStatus(status: number): ErrorCode {
  return CODES[status] ?? (status >= 400 && status < 500 ? "INVALID" : "INTERNAL");
}
