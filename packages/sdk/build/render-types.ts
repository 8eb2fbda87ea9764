import ts from "typescript";
import { type Procedure, type Router, readRouter } from "./read-router.ts";

const HEAD = `// Generated from the routers by \`npm run types -w @procode/sdk\`; a test holds it against them.
import type { Mutation, Query, Subscription } from "./procedure.ts";
`;

/** The source of src/procode-router.ts: the routers' types as they travel (a Date is an ISO string), on their own feet. */
export function renderTypes(): string {
  const { checker, router, names } = readRouter();
  const wanted = new Map<string, ts.Type>();
  const want = (name: string, type: ts.Type) => wanted.set(name, type);
  const print = createPrinter(checker, names, want);

  const routers = `/** Every procedure of PROCODE, as tRPC's client calls them. */\nexport interface ProcodeRouter ${renderRouter(router, print)}\n`;
  const declarations = new Map<string, string>();
  for (const [name, type] of wanted) {
    const symbol = names.get(type);
    const doc = symbol ? renderDoc(ts.displayPartsToString(symbol.getDocumentationComment(checker))) : "";
    const keyword = type.isUnion() || checker.isTupleType(type) ? `type ${name} =` : `interface ${name}`;
    declarations.set(name, `${doc}export ${keyword} ${print(type, name)}\n`);
  }
  const sorted = [...declarations].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text);
  return [HEAD, routers, ...sorted].join("\n");
}

type Print = (type: ts.Type, declaring?: string) => string;

function renderRouter(router: Router, print: Print): string {
  const members = Object.entries(router).map(([name, member]) =>
    isProcedure(member)
      ? `${renderDoc(member.doc)}${name}: ${member.kind}<${print(member.input)}, ${print(member.output)}>;`
      : `${name}: ${renderRouter(member, print)};`,
  );
  return `{\n${members.join("\n")}\n}`;
}

function isProcedure(member: Procedure | Router): member is Procedure {
  return typeof member.kind === "string";
}

function createPrinter(
  checker: ts.TypeChecker,
  names: Map<ts.Type, ts.Symbol>,
  want: (name: string, type: ts.Type) => void,
) {
  let isInput = false;
  /** `declaring` is the name whose own body is asked for. */
  const print: Print = (type, declaring) => {
    if (declaring) isInput = declaring.endsWith("Input");
    const known = names.get(type)?.name;
    if (known && known !== declaring) {
      want(known, type);
      return known;
    }
    if (type.isUnion()) return printUnion(type.types);
    if (type.symbol?.name === "Date") return "string";
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference).map((item) => print(item));
      return `[${items.join(", ")}]`;
    }
    if (checker.isArrayType(type))
      return `Array<${print(checker.getTypeArguments(type as ts.TypeReference)[0] ?? type)}>`;
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return printObject(type);
    if (type.flags & ts.TypeFlags.Any) throw new Error("A procedure's type holds `any`, which promises nothing.");
    return checker.typeToString(type);
  };

  function printUnion(types: ts.Type[]): string {
    const parts = types.map((type) => print(type));
    const booleans = parts.includes("true") && parts.includes("false") ? ["boolean"] : [];
    const others = parts.filter((part) => booleans.length === 0 || (part !== "true" && part !== "false"));
    return [...new Set([...booleans, ...others])].toSorted(byPlace).join(" | ");
  }

  function printObject(type: ts.Type): string {
    if (type.getCallSignatures().length > 0) throw new Error(`${checker.typeToString(type)} cannot travel as JSON.`);
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (index) return `Record<string, ${print(index.type)}>`;
    const members = checker.getPropertiesOfType(type).map((member) => {
      const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
      const whole = checker.getTypeOfSymbol(member);
      // Whoever calls may write `model: undefined`; what arrives never holds it.
      const value = isOptional ? `${withoutUndefined(whole)}${isInput ? " | undefined" : ""}` : print(whole);
      return `${renderDoc(ts.displayPartsToString(member.getDocumentationComment(checker)))}${member.name}${isOptional ? "?" : ""}: ${value};`;
    });
    return members.length === 0 ? "Record<string, never>" : `{\n${members.join("\n")}\n}`;
  }

  function withoutUndefined(type: ts.Type): string {
    if (!type.isUnion()) return print(type);
    const known = checker.getNonNullableType(type);
    const isNullable = type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
    if (!isNullable && names.has(known)) return print(known);
    return printUnion(type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined)));
  }

  return print;
}

/** null and undefined last, the rest by the alphabet, so that the compiler's order of making them does not show. */
function byPlace(one: string, other: string): number {
  const place = (part: string) => (part === "null" ? 1 : part === "undefined" ? 2 : 0);
  return place(one) - place(other) || (one < other ? -1 : 1);
}

function renderDoc(text: string): string {
  return text === "" ? "" : `/** ${text.replace(/\s*\n\s*/g, " ")} */\n`;
}
