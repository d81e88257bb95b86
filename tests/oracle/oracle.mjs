// Evaluates FEEL with feelin. A line of JSON in, {"expr", "context"}; a line out: {"value"}, or
// {"skip": why} where feelin cannot run the expression.
import readline from 'node:readline';
import { evaluate } from 'feelin';

// A value that JSON has no form for is an object of one entry: {"date": "2026-11-21"}.
const TAGS = new Set(['date', 'time', 'date and time', 'duration']);
const made = new Map();

function make(tag, text) {
  const call = `${tag}("${text}")`;
  if (!made.has(call)) made.set(call, evaluate(call).value);
  return made.get(call);
}

function value(json) {
  if (Array.isArray(json)) return json.map(value);
  if (json === null || typeof json !== 'object') return json;
  const [[key, text] = [], ...others] = Object.entries(json);
  if (others.length === 0 && TAGS.has(key)) return make(key, text);
  return Object.fromEntries(Object.entries(json).map(([name, entry]) => [name, value(entry)]));
}

function answer({ expr, context }) {
  const known = value(context);
  // The clock of the test stands still; a name in the context hides the function of that name.
  const { today, now, ...record } = known;
  const result = evaluate(expr, { ...record, today: () => today, now: () => now });
  const missing = result.warnings.find((warning) => ['NO_FUNCTION_FOUND', 'NO_VARIABLE_FOUND'].includes(warning.type));
  return missing ? { skip: missing.message } : { value: result.value };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let said;
  try {
    said = answer(JSON.parse(line));
  } catch (error) {
    said = { skip: error.message };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
