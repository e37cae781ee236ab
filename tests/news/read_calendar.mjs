// Lists a calendar's occurrences as ical.js sees them: "title day" or "title moment".
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const series = new Map();
for (const part of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(part);
  const entry = series.get(event.uid) ?? { others: [] };
  if (event.isRecurrenceException()) entry.others.push(event);
  else entry.master = event;
  series.set(event.uid, entry);
}
const two = (number) => String(number).padStart(2, "0");
const told = (time) => {
  const day = `${time.year}-${two(time.month)}-${two(time.day)}`;
  return time.isDate ? day : `${day}T${two(time.hour)}:${two(time.minute)}`;
};
const lines = [];
for (const { master, others } of series.values()) {
  for (const other of others) master.relateException(other);
  if (!master.isRecurring()) {
    lines.push(`${master.summary} ${told(master.startDate)}`);
    continue;
  }
  const times = master.iterator();
  for (let next = times.next(); next; next = times.next()) {
    const found = master.getOccurrenceDetails(next);
    lines.push(`${found.item.summary} ${told(found.startDate)}`);
  }
}
console.log(JSON.stringify(lines));
