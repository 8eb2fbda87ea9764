// The least that a chat route can do: hand the request on, hand the stream back.
export async function POST(request) {
  const upstream = await fetch(process.env.UPSTREAM_URL, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer bench" },
    body: await request.text(),
    signal: request.signal,
  });
  return new Response(upstream.body, {
    status: upstream.status,
    headers: { "content-type": upstream.headers.get("content-type") ?? "", "cache-control": "no-cache" },
  });
}
