/**
 * Writes to a database as fast as it can, until it is killed: each transaction replaces an account by a new one and moves
 * money, so that the number of accounts and the sum of all money never change for whoever sees whole transactions.
 */
import { DatabaseSync } from 'node:sqlite';

const [path = ''] = process.argv.slice(2);
const database = new DatabaseSync(path, { timeout: 60_000 });
const take = database.prepare('UPDATE accounts SET money = money - 1 WHERE id % 7 = ?');
const count = database.prepare('SELECT count(*) AS n FROM accounts WHERE id % 7 = ?');
const oldest = database.prepare('DELETE FROM accounts WHERE id = (SELECT min(id) FROM accounts) RETURNING money, text');
const add = database.prepare('INSERT INTO accounts (money, text) VALUES (?, ?)');

for (let round = 0; ; round += 1) {
  database.exec('BEGIN IMMEDIATE');
  const taken = Number(count.get(round % 7)?.['n']);
  take.run(round % 7);
  const { money, text } = oldest.get() as { readonly money: number; readonly text: string };
  add.run(money + taken, text);
  database.exec('COMMIT');
  if (round === 10) console.log('moving');
}
