// Makes a generated replay folder one of a large company: gives its campaigns' event types to so many channels, and each
// of these a spend on every day. The folder's expected numbers no longer hold then.
//
//   node spread-channels.mjs REPLAY_FOLDER CHANNELS
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, wanted] = [process.argv[2], Number(process.argv[3])];
if (!folder || !(wanted > 0)) {
  console.error('usage: node spread-channels.mjs REPLAY_FOLDER CHANNELS');
  process.exit(2);
}
const mappingFile = join(folder, 'event-types.json');
const mapping = JSON.parse(readFileSync(mappingFile, 'utf8'));
const channels = [...new Set(mapping.map((entry) => entry.channel))];
const added = [];
while (channels.length + added.length + 1 < wanted) { // 'others' is one too
  added.push(`channel-${String(added.length + 1).padStart(2, '0')}`);
}
const types = [...new Set(mapping.filter((entry) => entry.campaign !== null).map((entry) => entry.event_type))];
if (types.length < added.length) {
  console.error(`${folder} has ${types.length} event types with a campaign, too few for ${added.length} more channels; generate it with --campaigns ${2 * wanted}`);
  process.exit(1);
}
for (const entry of mapping) {
  const i = types.indexOf(entry.event_type);
  if (i >= 0 && added.length > 0) {
    entry.channel = added[i % added.length];
  }
}
writeFileSync(mappingFile, JSON.stringify(mapping, null, 1));

const spend = join(folder, 'ad-spend');
const { files } = JSON.parse(readFileSync(join(spend, 'file_index.json'), 'utf8'));
for (const name of files) {
  const rows = JSON.parse(readFileSync(join(spend, name), 'utf8'));
  const days = [...new Set(rows.map((row) => row.date))].filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  for (const day of days) {
    added.forEach((channel, i) => rows.push({ date: day, channel: `${channel}_paid_ads`, spend: 60 + ((Date.parse(day) / 86_400_000) * 7 + i * 13) % 40 }));
  }
  writeFileSync(join(spend, name), JSON.stringify(rows));
}
console.log(`${channels.length + added.length + 1} channels in ${folder}`);
