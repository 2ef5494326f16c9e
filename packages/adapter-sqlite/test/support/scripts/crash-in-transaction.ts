/** Begins a large change of a database, and dies in the midst of it. */
import { DatabaseSync } from 'node:sqlite';

const [path = ''] = process.argv.slice(2);
const database = new DatabaseSync(path);
// A small cache has SQLite write changed pages to the files before the transaction ends.
database.exec('PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE accounts SET text = hex(randomblob(200)), money = 0');
console.log('changed');
setInterval(() => {}, 1000);
