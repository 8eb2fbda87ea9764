import { resolve } from "node:path";
import ts from "typescript";

const ROOT = resolve(import.meta.dirname, "../../..");
const API = resolve(ROOT, "packages/api/src/app-router.ts");
const CONTRACTS = resolve(ROOT, "packages/contracts/src/index.ts");

export type Procedure = {
  kind: "Query" | "Mutation" | "Subscription";
  doc: string;
  input: ts.Type;
  /** What one call returns, or one event of a subscription carries. */
  output: ts.Type;
};
export type Router = { [name: string]: Procedure | Router };

/** The routers as the compiler sees them, and the names that the contracts give to their types. */
export function readRouter(): { checker: ts.TypeChecker; router: Router; names: Map<ts.Type, ts.Symbol> } {
  const program = ts.createProgram([API, CONTRACTS], readOptions());
  const checker = program.getTypeChecker();
  const appRouter = exportsOf(checker, program, API).find(({ name }) => name === "appRouter");
  if (!appRouter) throw new Error(`${API} exports no appRouter.`);
  const record = typeAt(checker, checker.getTypeOfSymbol(appRouter), "_def", "record");
  return {
    checker,
    router: readRecord(checker, record),
    names: readNames(checker, exportsOf(checker, program, CONTRACTS)),
  };
}

function readOptions(): ts.CompilerOptions {
  const file = resolve(ROOT, "tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, ROOT);
  return options;
}

function exportsOf(checker: ts.TypeChecker, program: ts.Program, file: string): ts.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

function readRecord(checker: ts.TypeChecker, record: ts.Type): Router {
  const members = checker.getPropertiesOfType(record).map((member): [string, Procedure | Router] => {
    const type = checker.getTypeOfSymbol(member);
    return [member.name, type.getProperty("_def") ? readProcedure(checker, member, type) : readRecord(checker, type)];
  });
  return Object.fromEntries(members.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function readProcedure(checker: ts.TypeChecker, member: ts.Symbol, type: ts.Type): Procedure {
  const kind = typeAt(checker, type, "_def", "type");
  const output = typeAt(checker, type, "_def", "$types", "output");
  const isSubscription = kind.isStringLiteral() && kind.value === "subscription";
  return {
    kind: isSubscription ? "Subscription" : kind.isStringLiteral() && kind.value === "query" ? "Query" : "Mutation",
    doc: ts.displayPartsToString(member.getDocumentationComment(checker)),
    input: typeAt(checker, type, "_def", "$types", "input"),
    output: isSubscription ? trackedData(checker, output, member.name) : output,
  };
}

/** What stands beside the id of each event. */
function trackedData(checker: ts.TypeChecker, output: ts.Type, name: string): ts.Type {
  const [event] = checker.getTypeArguments(output as ts.TypeReference);
  if (event?.symbol.name === "TrackedData") return typeAt(checker, event, "data");
  throw new Error(`${name} yields something untracked: a cut would lose it, so the SDK has no form for it.`);
}

/** Types are interned, so that a type of the routers is known again by identity: as written, or as what a schema accepts. */
function readNames(checker: ts.TypeChecker, exported: ts.Symbol[]): Map<ts.Type, ts.Symbol> {
  const names = new Map<ts.Type, ts.Symbol>();
  const offer = (type: ts.Type, symbol: ts.Symbol) => {
    const isNameable = type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection);
    if (isNameable && !names.has(type)) names.set(type, symbol);
  };
  for (const symbol of exported) {
    if (symbol.flags & ts.SymbolFlags.TypeAlias) offer(checker.getDeclaredTypeOfSymbol(symbol), symbol);
  }
  for (const symbol of exported) {
    if (!(symbol.flags & ts.SymbolFlags.Variable) || !symbol.name.endsWith("Input")) continue;
    const type = checker.getTypeOfSymbol(symbol);
    if (type.getProperty("_zod")) offer(typeAt(checker, type, "_zod", "input"), symbol);
  }
  return names;
}

function typeAt(checker: ts.TypeChecker, type: ts.Type, ...path: string[]): ts.Type {
  return path.reduce((parent, name) => {
    const property = checker.getPropertyOfType(parent, name);
    if (!property) throw new Error(`The type ${checker.typeToString(parent)} has no ${name}.`);
    return checker.getTypeOfSymbol(property);
  }, type);
}
