// Runs a handler of Node.js as AWS Lambda does: asks the Runtime API for invocations, and answers them.

// It is no module of the newer kind, as those are loaded later.

"use strict";

const { existsSync, readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { connect } = require("node:net");
const { dirname, join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");
const { formatWithOptions } = require("node:util");

const PREFIX = "/2018-06-01/runtime/";
const TASK = process.env.LAMBDA_TASK_ROOT;
delete process.env.BARTIZAN_LAYERS;
let requestId = "";

/** The Runtime API over one connection that is kept. */
class Api {
  constructor(address) {
    this.address = address;
    this.waiting = null;
    this.open();
  }

  open() {
    const [host, port] = this.address.split(":");
    this.received = [];
    this.bytes = 0;
    this.wanted = 0;
    this.head = null;
    this.socket = connect({ host, port: Number(port), noDelay: true });
    this.socket.on("data", (data) => this.take(data));
    const failed = (error) => this.settle((waiting) => waiting.reject(error));
    this.socket.on("error", failed);
    this.socket.on("close", () => failed(new Error("the Runtime API closed the connection")));
  }

  settle(how) {
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting) how(waiting);
  }

  ask(method, path, body = Buffer.alloc(0), headers = "") {
    if (this.socket.destroyed) this.open();
    let head = `${method} ${PREFIX}${path} HTTP/1.1\r\nHost: ${this.address}\r\n${headers}`;
    if (method === "POST") head += `Content-Length: ${body.length}\r\n`;
    return new Promise((resolved, reject) => {
      this.waiting = { resolve: resolved, reject };
      this.socket.write(Buffer.concat([Buffer.from(`${head}\r\n`, "latin1"), body]));
    });
  }

  take(data) {
    this.received.push(data);
    this.bytes += data.length;
    if (this.bytes < this.wanted) return;
    const all = this.received.length === 1 ? data : Buffer.concat(this.received);
    if (!this.head) {
      const end = all.indexOf("\r\n\r\n");
      if (end < 0) {
        this.received = [all];
        return;
      }
      const [status, ...lines] = all.toString("latin1", 0, end).split("\r\n");
      const fields = {};
      for (const line of lines) {
        const at = line.indexOf(":");
        fields[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
      }
      this.head = { status: Number(status.split(" ")[1]), fields, begins: end + 4 };
      this.wanted = end + 4 + Number(fields["content-length"] ?? 0);
      this.received = [all];
      if (all.length < this.wanted) return;
    }
    const { status, fields, begins } = this.head;
    const body = all.subarray(begins, this.wanted);
    this.received = [];
    this.bytes = 0;
    this.wanted = 0;
    this.head = null;
    if (fields.connection === "close") this.socket.destroy();
    this.settle((waiting) => waiting.resolve({ status, fields, body }));
  }
}

class Fault extends Error {
  constructor(kind, message) {
    super(message);
    this.name = kind;
    this.stack = `${kind}: ${message}`;
  }
}

function moduleFile(base) {
  for (const ending of [".js", ".mjs", ".cjs", ""]) {
    if (existsSync(base + ending)) return base + ending;
  }
  return null;
}

function isModule(file) {
  if (file.endsWith(".mjs")) return true;
  if (file.endsWith(".cjs")) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const described = join(folder, "package.json");
    if (existsSync(described)) return JSON.parse(readFileSync(described)).type === "module";
    if (folder === dirname(folder) || folder === TASK) return false;
  }
}

async function findHandler(name) {
  const slash = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", slash);
  if (dot < 0 || name.includes("..")) {
    throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
  }
  const [module, path] = [name.slice(0, dot), name.slice(dot + 1)];
  const base = resolve(TASK, module);
  const file = moduleFile(base);
  let loaded;
  try {
    if (!file) throw new Error(`Cannot find module '${module}'`);
    loaded = isModule(file) ? await import(pathToFileURL(file)) : createRequire(file)(file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Fault("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    }
    if (!file || error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new Fault("Runtime.ImportModuleError", `Error: ${error.message}`);
    }
    throw error;
  }
  const found = path.split(".").reduce((value, part) => value?.[part], loaded);
  const handler = found ?? path.split(".").reduce((value, part) => value?.[part], loaded.default);
  if (handler === undefined) {
    throw new Fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new Fault("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return handler;
}

function told(error) {
  if (error instanceof Error) {
    const { name, message, stack, cause, ...beside } = error;
    const trace = String(error.stack ?? "").split("\n");
    return { errorType: error.name, errorMessage: error.message, trace, ...beside };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function asJson(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? "null";
  } catch (error) {
    throw new Fault("Runtime.MarshalError", `Unable to stringify response body: ${error.message}`);
  }
}

async function report(api, path, error) {
  const what = told(error);
  let text;
  try {
    text = JSON.stringify(what);
  } catch {
    const { errorType, errorMessage, trace } = what;
    text = JSON.stringify({ errorType, errorMessage, trace });
  }
  console.error("Invoke Error", `\t${text}`);
  const kind = String(what.errorType).replace(/[^\x20-\x7e]/g, "?");
  const header = `Lambda-Runtime-Function-Error-Type: ${kind}\r\nContent-Type: application/json\r\n`;
  await api.ask("POST", path, Buffer.from(text), header);
}

for (const [method, level] of Object.entries({
  log: "INFO",
  info: "INFO",
  debug: "DEBUG",
  warn: "WARN",
  error: "ERROR",
  trace: "TRACE",
})) {
  console[method] = (...parts) => {
    const text = formatWithOptions({}, ...parts).replaceAll("\n", "\r");
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`);
  };
}

function contextOf(fields, done) {
  const deadline = Number(fields["lambda-runtime-deadline-ms"]);
  const client = fields["lambda-runtime-client-context"];
  const { env } = process;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: client ? JSON.parse(client) : undefined,
    identity: undefined,
    invokedFunctionArn: fields["lambda-runtime-invoked-function-arn"],
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    done,
    succeed: (result) => done(null, result),
    fail: (error) => done(error ?? new Error("failed")),
  };
}

/**
 * Calls a handler, which answers by a promise or a callback. A callback's answer waits until the event loop is empty,
 * and if that is so without an answer, it is null, as on Lambda.
 */
function call(handler, event, fields) {
  return new Promise((resolved, reject) => {
    let settle = () => resolved(null);
    const empty = () => settle();
    const ended = (how) => (value) => {
      process.removeListener("beforeExit", empty);
      how(value);
    };
    [resolved, reject] = [ended(resolved), ended(reject)];
    process.once("beforeExit", empty);
    let context;
    const done = (error, result) => {
      settle = () => (error ? reject(error) : resolved(result));
      if (!context.callbackWaitsForEmptyEventLoop) setImmediate(settle);
    };
    context = contextOf(fields, done);
    const result = handler(event, context, done);
    if (typeof result?.then === "function") result.then(resolved, reject);
  });
}

async function answer(api, handler, fields, body) {
  requestId = fields["lambda-runtime-aws-request-id"];
  const trace = fields["lambda-runtime-trace-id"];
  if (trace) process.env._X_AMZN_TRACE_ID = trace;
  else delete process.env._X_AMZN_TRACE_ID;
  const path = `invocation/${requestId}/`;
  // The connection does not keep the event loop from being empty.
  api.socket.unref();
  let text;
  let failure;
  try {
    text = asJson(await call(handler, JSON.parse(body.length ? body : "null"), fields));
  } catch (error) {
    failure = { error };
  }
  api.socket.ref();
  if (failure) await report(api, `${path}error`, failure.error);
  else {
    const header = "Content-Type: application/json\r\n";
    await api.ask("POST", `${path}response`, Buffer.from(text), header);
  }
  requestId = "";
}

async function main() {
  let handler;
  try {
    handler = await findHandler(process.env._HANDLER);
  } catch (error) {
    await report(api, "init/error", error);
    process.exit(1);
  }
  for (;;) {
    const { status, fields, body } = await api.ask("GET", "invocation/next");
    if (status !== 200) throw new Error(`the Runtime API answered ${status}: ${body}`);
    await answer(api, handler, fields, body);
  }
}

/** What nobody caught is the answer to the invocation that runs, and the end of the environment. */
async function uncaught(kind, reason) {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  console.error(kind, `\t${JSON.stringify(told(error))}`);
  if (requestId) {
    const fault = new Fault(kind, kind.endsWith("Rejection") ? `${error}` : error.message);
    fault.stack = error.stack;
    if (!kind.endsWith("Rejection")) fault.name = error.name;
    api.socket.ref();
    await report(api, `invocation/${requestId}/error`, fault);
  }
  process.exit(1);
}

const api = new Api(process.env.AWS_LAMBDA_RUNTIME_API);
process.on("unhandledRejection", (reason) =>
  uncaught("Runtime.UnhandledPromiseRejection", reason),
);
process.on("uncaughtException", (error) => uncaught("Runtime.UncaughtException", error));
main();
