// Makes the lists that a bench moves in: departments, people, the customers with an owner each, follow-ups.
//   node people.mjs CUSTOMERS.csv FOLDER FOLLOW_UPS_EACH
// Each rep owns 200 customers; a hundred teams in ten regions, so that a manager of one region has a tenth of the rows.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const [list, folder, each] = process.argv.slice(2);
const OWNED = 200;
const pad = (number, length) => String(number).padStart(length, '0');
const rep = (number) => `rep${pad(number, 5)}`;

async function write(name, lines) {
  const file = createWriteStream(`${folder}/${name}`);
  let block = '';
  for await (const line of lines) {
    block += `${line}\n`;
    if (block.length > 1 << 16) {
      if (!file.write(block)) await once(file, 'drain');
      block = '';
    }
  }
  file.end(block);
  await once(file, 'close');
}

let count = -1;
for await (const _ of createInterface({ input: createReadStream(list) })) count++;
const reps = Math.max(10, Math.ceil(count / OWNED));

await write('dept.csv', (function* () {
  yield '部门名称,上级部门';
  for (let region = 0; region < 10; region++) yield `区域${region},`;
  for (let team = 0; team < 100; team++) yield `区域${team % 10}团队${Math.floor(team / 10)},区域${team % 10}`;
})());
await write('staff.csv', (function* () {
  yield '登录名,姓名,部门,角色';
  yield 'manager,主管,区域1,销售主管';
  for (let number = 1; number <= reps; number++) yield `${rep(number)},客户经理${number},区域${number % 10}团队${Math.floor(number / 10) % 10},客户经理`;
})());
// The owner of a row changes with every row, so that nobody's customers stand together.
const owner = (row) => rep((row % reps) + 1);
await write('customers.csv', (async function* () {
  let row = 0;
  let at = -1;
  for await (const line of createInterface({ input: createReadStream(list) })) {
    const cells = line.split(',');
    if (row === 0) at = cells.indexOf('owner');
    else cells[at] = owner(row);
    yield cells.join(',');
    row++;
  }
})());
await write('follow_ups.csv', (function* () {
  yield '跟进对象,摘要,发生时间,跟进人';
  const year = new Date().getFullYear();
  const whats = ['报价已发，等对方采购部回复', '上门拜访，看了生产线', '电话确认交期', '寄样，下周问结果', '对方要求延长账期'];
  for (let round = 0; round < Number(each); round++)
    for (let row = 1; row <= count; row++) {
      const day = new Date(Date.UTC(year, 0, 1 + ((row * 7 + round * 97) % 300))).toISOString().slice(0, 10);
      yield `客户:C${year}${pad(row, 6)},${whats[(row + round) % whats.length]}${row},${day} ${pad(8 + (row % 10), 2)}:30,${owner(row)}`;
    }
})());
