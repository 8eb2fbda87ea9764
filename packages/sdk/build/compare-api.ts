import ts from "typescript";

export type ApiChange = { isBreaking: boolean; what: string };

/** What changed between two declaration files, name by name. What is gone or other is breaking, and so is a new duty. */
export function compareApi(before: string, after: string): ApiChange[] {
  const was = flatten(before);
  const is = flatten(after);
  const gone = [...was].flatMap(([name, old]): ApiChange[] => {
    const now = is.get(name);
    if (now === old) return [];
    if (now === undefined) return [{ isBreaking: true, what: `${name} is gone` }];
    return [{ isBreaking: !isWider(old, now), what: `${name} was \`${old}\`, is \`${now}\`` }];
  });
  const added = [...is.keys()].filter((name) => !was.has(name));
  return [...gone, ...added.map((name) => judgeNew(name, is.get(name) ?? "", was))];
}

/** Whoever calls today would have to name a new field, unless all of the input is new. */
function judgeNew(name: string, signature: string, was: Map<string, string>): ApiChange {
  const [owner = ""] = name.split(".", 1);
  const isDuty = /(Input|Options)$/.test(owner) && was.has(owner) && !signature.startsWith("?");
  return { isBreaking: isDuty, what: isDuty ? `${name} is new and required` : `${name} is new` };
}

/** A list of words that only grew: reasons and states are added freely. */
function isWider(old: string, now: string): boolean {
  const words = (text: string) =>
    text
      .split("|")
      .map((word) => word.trim())
      .filter(Boolean);
  return (
    [...words(old), ...words(now)].every((word) => /^"[^"]*"$/.test(word)) &&
    words(old).every((word) => words(now).includes(word))
  );
}

/** Every exported name and, beneath objects, every member, with its type in one line and without its docs. */
function flatten(declarations: string): Map<string, string> {
  const source = ts.createSourceFile("api.d.ts", declarations, ts.ScriptTarget.Latest, true);
  const found = new Map<string, string>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) {
      const name = statement.name?.text ?? "default";
      const parameters = statement.typeParameters?.map((parameter) => line(parameter)).join(", ") ?? "";
      const heritage = statement.heritageClauses?.map((clause) => line(clause)).join(" ") ?? "";
      found.set(
        name,
        [ts.isClassDeclaration(statement) ? "class" : "interface", parameters, heritage].join(" ").trim(),
      );
      for (const member of statement.members) addMember(name, member);
    } else if (ts.isTypeAliasDeclaration(statement)) {
      found.set(statement.name.text, line(statement.type));
    } else if (ts.isFunctionDeclaration(statement)) {
      found.set(statement.name?.text ?? "default", line(statement));
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations)
        found.set(declaration.name.getText(), line(declaration));
    }
  }
  return found;

  function addMember(owner: string, member: ts.ClassElement | ts.TypeElement): void {
    const name = `${owner}.${member.name?.getText() ?? "constructor"}`;
    const type = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) ? member.type : undefined;
    if (type && ts.isTypeLiteralNode(type)) {
      found.set(name, "{}");
      for (const inner of type.members) addMember(name, inner);
    } else {
      const isOptional = "questionToken" in member && member.questionToken !== undefined;
      found.set(name, `${isOptional ? "?" : ""}${type ? line(type) : line(member)}`);
    }
  }
}

const printer = ts.createPrinter({ removeComments: true });

function line(node: ts.Node): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/\s+/g, " ").trim();
}
