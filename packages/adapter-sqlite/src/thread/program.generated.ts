// Made by "npm run build:thread" of the sources in program/; not to be edited.
export const threadProgram: string = `// <stdin>
var import_node_worker_threads = require("node:worker_threads");

// src/thread/program/run-task.ts
var import_node_fs2 = require("node:fs");
var import_node_sqlite = require("node:sqlite");

// src/snapshot/classify-system-error.ts
function isSystemError(error) {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
var lasting = ["EACCES", "EEXIST", "ELOOP", "ENAMETOOLONG", "ENOENT", "ENOTDIR", "EPERM", "EROFS"];
function classifySystemError({ code }, subject) {
  return {
    code: lasting.includes(code) ? "EXPORT_SOURCE_REJECTED" : "EXPORT_SOURCE_UNAVAILABLE",
    message: \`\${subject} could not be read or written (\${code}).\`
  };
}

// src/thread/program/refusal.ts
var Refusal = class extends Error {
  code;
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
};
function rejected(message, cause) {
  return new Refusal("EXPORT_SOURCE_REJECTED", message, cause === void 0 ? void 0 : { cause });
}

// src/thread/program/sqlite-error.ts
function isSqliteError(error) {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}
function primaryCode({ errcode }) {
  return errcode & 255;
}

// src/thread/program/classify-failure.ts
var outcomes = {
  5: ["EXPORT_SOURCE_UNAVAILABLE", "A writer holds the lock of the database (SQLITE_BUSY)."],
  6: ["EXPORT_SOURCE_UNAVAILABLE", "A writer holds the lock of the database (SQLITE_LOCKED)."],
  7: ["EXPORT_SOURCE_UNAVAILABLE", "SQLite ran out of memory (SQLITE_NOMEM)."],
  10: ["EXPORT_SOURCE_UNAVAILABLE", "The database file could not be read (SQLITE_IOERR)."],
  11: ["EXPORT_SOURCE_REJECTED", "The database file is damaged (SQLITE_CORRUPT)."],
  13: ["EXPORT_SOURCE_UNAVAILABLE", "The disk is full (SQLITE_FULL)."],
  14: ["EXPORT_SOURCE_UNAVAILABLE", "The database file could not be opened (SQLITE_CANTOPEN)."],
  15: ["EXPORT_SOURCE_UNAVAILABLE", "The locks of the database could not be had (SQLITE_PROTOCOL)."],
  17: ["EXPORT_SOURCE_UNAVAILABLE", "The schema changed meanwhile (SQLITE_SCHEMA)."],
  18: ["EXPORT_ROW_TOO_LARGE", "A value is larger than SQLite allows (SQLITE_TOOBIG)."],
  26: ["EXPORT_SOURCE_REJECTED", "The file is not a SQLite database, or it is encrypted (SQLITE_NOTADB)."]
};
var READONLY = 8;
var fullTextError = /^(?:fts5: |unterminated string$|no such column: |unknown special query: )/;
function classifyFailure(error) {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, cause: causeOf(error.cause) };
  }
  const cause = causeOf(error);
  if (isSqliteError(error)) return { ...classifySqliteError(error), cause };
  if (isTooLong(error)) {
    return { code: "EXPORT_ROW_TOO_LARGE", message: "A row is longer than a JavaScript string can be.", cause };
  }
  if (isSystemError(error)) return { ...classifySystemError(error, "The copy of the rows"), cause };
  return { code: "EXPORT_SOURCE_REJECTED", message: "The query could not be run.", cause };
}
function classifySqliteError(error) {
  const primary = primaryCode(error);
  const outcome = outcomes[primary];
  if (outcome !== void 0) return { code: outcome[0], message: outcome[1] };
  if (primary === READONLY) return classifyReadOnly(error);
  if (fullTextError.test(error.message)) {
    return { code: "EXPORT_SOURCE_REJECTED", message: "The full-text query is not in the query language of FTS5." };
  }
  const message = \`SQLite could not run the statement: \${error.errstr} (code \${error.errcode}).\`;
  return { code: "EXPORT_SOURCE_REJECTED", message };
}
function classifyReadOnly({ errcode }) {
  if (errcode === READONLY) {
    return { code: "EXPORT_SOURCE_REJECTED", message: "The statement writes; only a SELECT can be exported." };
  }
  const message = \`The database has to be recovered by a process that may write (SQLite code \${errcode}).\`;
  return { code: "EXPORT_SOURCE_UNAVAILABLE", message };
}
function isTooLong(error) {
  return error instanceof RangeError || error instanceof Error && "code" in error && error.code === "ERR_STRING_TOO_LONG";
}
function causeOf(error) {
  if (!(error instanceof Error)) return void 0;
  return { ...error, message: error.message };
}

// src/thread/program/copy-rows.ts
var import_node_fs = require("node:fs");

// src/thread/program/prepare-select.ts
var GENERIC_ERROR = 1;
function prepareSelect(database, plan) {
  const statement = prepare(database, plan.sql);
  const columns = statement.columns().map(({ name, type }) => ({ name, declaredType: type }));
  if (columns.length === 0) throw rejected("The statement gives no rows; only a SELECT can be exported.");
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== void 0)
    throw rejected(\`Two columns of the result are called "\${twice}"; rename one of them with AS.\`);
  const unknown = plan.json.find((name) => !names.includes(name));
  if (unknown !== void 0) throw rejected(\`"json" names "\${unknown}", which is no column of the result.\`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return {
    plan,
    statement,
    columns: columns.map((column) => ({ ...column, isJson: plan.json.includes(column.name) }))
  };
}
function prepare(database, sql) {
  try {
    return database.prepare(sql);
  } catch (error) {
    if (!isSqliteError(error) || primaryCode(error) !== GENERIC_ERROR) throw error;
    throw rejected(\`SQLite refused the statement: \${error.message}.\`, error);
  }
}
function rowsOf({ statement, plan: { parameters } }) {
  const rows = Array.isArray(parameters) ? statement.iterate(...parameters) : statement.iterate(parameters);
  return rows;
}

// src/thread/program/check-no-nul.ts
function checkNoNul(database, select) {
  if (cutsAtNul(database) && holdsNul(database, select)) {
    throw rejected("A text of the result holds a NUL character, at which this version of Node cuts it; use Node 24.");
  }
}
function cutsAtNul(database) {
  return database.prepare("SELECT 'a' || char(0) || 'b' AS text").get()?.["text"] !== "a\\0b";
}
function holdsNul(database, { plan, columns, statement: checked }) {
  const names = columns.map(({ name }) => \`"\${name.replaceAll('"', '""')}"\`);
  const test = names.map((name) => \`(typeof(\${name}) = 'text' AND instr(CAST(\${name} AS BLOB), x'00') > 0)\`).join(" OR ");
  const statement = database.prepare(\`SELECT 1 FROM (\${checked.sourceSQL.replace(/;$/, "")}
) WHERE \${test} LIMIT 1\`);
  for (const _row of rowsOf({ plan, columns, statement })) return true;
  return false;
}

// src/thread/program/row-json.ts
function createRowJson(columns) {
  const keys = columns.map(({ name }, index) => \`\${index === 0 ? "{" : ","}\${JSON.stringify(name)}:\`);
  const writers = columns.map(({ isJson: isJson2, name }) => isJson2 ? jsonColumn(name) : valueJson);
  return (row) => {
    let json = "";
    for (let index = 0; index < keys.length; index += 1) json += \`\${keys[index]}\${writers[index]?.(row[index])}\`;
    return \`\${json}}
\`;
  };
}
function valueJson(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return realJson(value);
  return value === null ? "null" : \`"\${Buffer.from(value).toString("base64")}"\`;
}
function realJson(value) {
  if (!Number.isFinite(value)) return \`"\${value}"\`;
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return Number.isInteger(value) && !digits.includes("e") ? \`\${digits}.0\` : digits;
}
function jsonColumn(name) {
  return (value) => {
    if (typeof value !== "string") return valueJson(value);
    if (!isJson(value)) throw rejected(\`Column "\${name}" is declared as "json", but holds a text that is no JSON.\`);
    return value.replace(/[\\r\\n]/g, " ");
  };
}
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// src/thread/program/copy-rows.ts
var CHUNK_LENGTH = 256 * 1024;
function copyRows(database, select, { file, maxBytes = Infinity }) {
  checkNoNul(database, select);
  const descriptor = (0, import_node_fs.openSync)(file, "wx", 384);
  try {
    const rowJson = createRowJson(select.columns);
    let rows = 0;
    let text = "";
    for (const row of rowsOf(select)) {
      text += rowJson(row);
      rows += 1;
      if (text.length < CHUNK_LENGTH) continue;
      append(descriptor, text, maxBytes);
      text = "";
    }
    const bytes = append(descriptor, text, maxBytes);
    (0, import_node_fs.fdatasyncSync)(descriptor);
    return { rows, bytes };
  } finally {
    (0, import_node_fs.closeSync)(descriptor);
  }
}
function append(descriptor, text, maxBytes) {
  (0, import_node_fs.writeFileSync)(descriptor, text);
  const { size } = (0, import_node_fs.fstatSync)(descriptor);
  if (size > maxBytes)
    throw rejected(\`The result takes more than the \${maxBytes} bytes that "maxSnapshotBytes" allows.\`);
  return size;
}

// src/thread/program/describe-columns.ts
function describeColumns({ columns }) {
  return columns.map((column) => ({ path: column.name, type: columnType(column) }));
}
function columnType({ declaredType, isJson: isJson2 }) {
  if (declaredType === null || isJson2) return "auto";
  const type = declaredType.toUpperCase();
  if (type.includes("INT")) return "number";
  if (/CHAR|CLOB|TEXT/.test(type)) return "text";
  return /REAL|FLOA|DOUB|NUMERIC|DECIMAL/.test(type) ? "number" : "auto";
}

// src/query/sqlite-query.ts
function isStatementQuery(query) {
  return "sql" in query;
}

// src/thread/program/table-schema.ts
var HIDDEN = 1;
var rowidNames = ["rowid", "_rowid_", "oid"];
function readTable(database, name) {
  const table = database.prepare("SELECT type, wr AS isWithoutRowid FROM pragma_table_list WHERE schema = 'main' AND name = ?").get(name);
  if (table === void 0) throw rejected(\`The database has no table or view "\${name}".\`);
  const columns = database.prepare("SELECT name, pk, hidden FROM pragma_table_xinfo(?)").all(name);
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  const hasRowid = table["type"] !== "view" && table["isWithoutRowid"] === 0;
  return {
    name,
    columns: columns.filter(({ hidden }) => hidden !== HIDDEN).map((column) => column.name),
    hiddenColumns: columns.filter(({ hidden }) => hidden === HIDDEN).map((column) => column.name),
    rowid: hasRowid ? rowidNames.find((rowid) => !taken.has(rowid)) : void 0,
    primaryKey: columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map((column) => column.name)
  };
}

// src/thread/program/table-statement.ts
function tableStatement(query, table) {
  const { columns = table.columns, where = {} } = query;
  for (const name of columns) checkColumn(name, table);
  const conditions = [
    ...matchCondition(query, table),
    ...Object.entries(where).flatMap(([column, filter2]) => columnConditions(column, filter2, table))
  ];
  const list = columns.map((name) => \`\${quoted(name)} AS \${quoted(name)}\`).join(", ");
  const filter = conditions.length === 0 ? "" : \` WHERE \${conditions.map(({ sql }) => sql).join(" AND ")}\`;
  return {
    sql: \`SELECT \${list} FROM \${quoted(table.name)}\${filter}\${order(query, table)}\`,
    parameters: conditions.flatMap(({ values }) => values)
  };
}
function matchCondition({ match }, { name, rowid }) {
  if (match === void 0) return [];
  if (rowid === void 0) throw rejected(\`"match" needs a table with rowids; "\${name}" has none.\`);
  const index = quoted(match.index);
  return [{ sql: \`\${rowid} IN (SELECT rowid FROM \${index} WHERE \${index} MATCH ?)\`, values: [match.query] }];
}
function columnConditions(column, filter, table) {
  checkColumn(column, table);
  const name = quoted(column);
  if (!isConditions(filter)) return [equal(name, filter)];
  return Object.entries(filter).map(([operator, value]) => {
    if (operator === "eq") return equal(name, value);
    if (operator === "not") return { sql: \`\${name} IS NOT ?\`, values: [value] };
    if (operator === "in") {
      const values = value;
      return { sql: \`\${name} IN (\${values.map(() => "?").join(", ")})\`, values };
    }
    return { sql: \`\${name} \${comparisons[operator]} ?\`, values: [value] };
  });
}
var comparisons = { lt: "<", lte: "<=", gt: ">", gte: ">=" };
function equal(name, value) {
  return value === null ? { sql: \`\${name} IS NULL\`, values: [] } : { sql: \`\${name} = ?\`, values: [value] };
}
function isConditions(filter) {
  return typeof filter === "object" && filter !== null && !("integer" in filter);
}
function order({ orderBy = [] }, table) {
  const terms = orderBy.map(({ column, direction = "asc" }) => {
    checkColumn(column, table);
    return \`\${quoted(column)} \${direction.toUpperCase()}\`;
  });
  const key = table.rowid === void 0 ? table.primaryKey.map(quoted) : [table.rowid];
  const all = [...terms, ...key];
  return all.length === 0 ? "" : \` ORDER BY \${all.join(", ")}\`;
}
function checkColumn(name, { name: table, columns, hiddenColumns }) {
  if (columns.includes(name) || hiddenColumns.includes(name)) return;
  throw rejected(\`"\${table}" has no column "\${name}".\`);
}
function quoted(name) {
  return \`"\${name.replaceAll('"', '""')}"\`;
}

// src/thread/program/plan-statement.ts
function planStatement(database, query) {
  const { json = [] } = query;
  if (!isStatementQuery(query)) {
    const { sql: sql2, parameters: parameters2 } = tableStatement(query, readTable(database, query.table));
    return { sql: sql2, parameters: parameters2.map(bindable), json };
  }
  const { sql, parameters = [] } = query;
  if (isList(parameters)) return { sql, parameters: parameters.map(bindable), json };
  const named = Object.entries(parameters).map(([name, value]) => [name, bindable(value)]);
  return { sql, parameters: Object.fromEntries(named), json };
}
function bindable(value) {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === "object" && value !== null ? BigInt(value.integer) : value;
}
function isList(values) {
  return Array.isArray(values);
}

// src/thread/program/run-task.ts
function runTask(task) {
  try {
    return { result: answer(task) };
  } catch (error) {
    return { failure: classifyFailure(error) };
  }
}
function answer(task) {
  const database = openDatabase(task);
  try {
    database.exec("BEGIN");
    const plan = planStatement(database, task.query);
    const select = prepareSelect(database, plan);
    return task.kind === "describe" ? describeColumns(select) : copyRows(database, select, task);
  } finally {
    database.close();
  }
}
function openDatabase({ path, busyTimeoutMs }) {
  try {
    (0, import_node_fs2.accessSync)(path, import_node_fs2.constants.R_OK);
  } catch (error) {
    throw rejected("The database file is missing or may not be read.", error);
  }
  if (!(0, import_node_fs2.statSync)(path).isFile()) throw rejected("The path of the database is not that of a file.");
  return new import_node_sqlite.DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
}

// <stdin>
import_node_worker_threads.parentPort.postMessage(runTask(import_node_worker_threads.workerData));
`;
