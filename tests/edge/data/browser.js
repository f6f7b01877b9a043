// Runs the script of a page that asks for a proof, as a browser would, and prints the solution that it
// sends. Arguments: the page, and an answer for its form.
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");

const [, , file, answer] = process.argv;
const page = readFileSync(file, "utf8");
const data = [...page.matchAll(/data-([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
const form = { elements: { "aws-waf-answer": { value: answer } } };
form.addEventListener = (_, submit) => submit({ preventDefault() {} });
const elements = { puzzle: { dataset: Object.fromEntries(data) }, told: {}, question: form };
const globals = {
  document: { getElementById: (id) => elements[id] },
  location: { href: "/", reload() {} },
  navigator: { cookieEnabled: true },
  fetch: async (_, { headers }) => {
    console.log(headers["x-aws-waf-solution"]);
    return { ok: true };
  },
};
for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value });
}
runInThisContext(page.match(/<script>([^]*)<\/script>/)[1]);
