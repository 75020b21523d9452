// Days and moments as the site writes them, by its own patterns; on the clock on which most readers of the language live.
const TOKEN = /'([^']*)'|y+|M+|d+|E+/g;
const DAY_MS = 86400000;

// `at`: a Date whose UTC fields are the day.
function formatDay(at, pattern, lang) {
  const part = (options, type) =>
    new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...options }).formatToParts(at).find((one) => one.type === type).value;
  const written = {
    y: () => String(at.getUTCFullYear()),
    M: () => String(at.getUTCMonth() + 1),
    MMM: () => part({ day: "numeric", month: "short" }, "month"),
    MMMM: () => part({ day: "numeric", month: "long" }, "month"),
    d: () => String(at.getUTCDate()),
    EEEE: () => part({ weekday: "long" }, "weekday"),
  };
  return pattern.replace(TOKEN, (token, quoted) => (quoted === undefined ? written[token]() : quoted));
}

function parseDay(text) {
  return new Date(`${text.slice(0, 10)}T00:00:00Z`);
}

// Day and hour of a moment in a zone. As a limit, midnight is 24:00 of the day before: nobody comes a day late.
function readClock(moment, zone) {
  const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(new Date(moment));
  const { year, month, day, hour, minute } = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return { day: parseDay(`${year}-${month}-${day}`), hour: `${hour}:${minute}` };
}

// Of a midnight, a moment of the day that it ends.
function before(moment) {
  return Date.parse(moment) - 1000;
}

function element(value, text) {
  const time = document.createElement("time");
  time.dateTime = value;
  time.textContent = text;
  return time;
}

export function makeDates(words, lang) {
  const [zone, city] = words.zone;
  const day = (at, pattern = "day") => formatDay(at, words.patterns[pattern], lang);

  function range(first, last) {
    if (first.getTime() >= last.getTime()) return day(first);
    const isSameYear = first.getUTCFullYear() === last.getUTCFullYear();
    const isSameMonth = isSameYear && first.getUTCMonth() === last.getUTCMonth();
    const kind = isSameMonth ? "long_days" : isSameYear ? "long_months" : "long_years";
    const joint = words.ranges[isSameMonth ? "same month" : "other month"];
    return joint.replace("{start}", day(first, `${kind}_start`)).replace("{end}", day(last, `${kind}_end`));
  }

  // The last day of what begins on a day of its own zone. That is one of the site's in which it begins on that day: of
  // those in which it does, the one in which it ends first, so that an evening in one country is no second day in the other.
  function lastDay(first, begins, ends) {
    const isOwn = (one) => readClock(begins, one).day.getTime() === first.getTime();
    const own = words.zones.filter(isOwn);
    const days = (own.length ? own : words.zones).map((one) => readClock(before(ends), one).day);
    return days.reduce((one, other) => (other < one ? other : one));
  }

  return {
    day: (text) => element(text.slice(0, 10), day(parseDay(text))),
    dayOf: (moment) => element(moment, day(readClock(moment, zone).day)),
    limit(moment) {
      const clock = readClock(moment, zone);
      const isMidnight = clock.hour === "00:00";
      const shown = isMidnight ? new Date(clock.day.getTime() - DAY_MS) : clock.day;
      const hour = isMidnight ? "24:00" : clock.hour;
      return element(moment, words.moment.replace("{day}", day(shown)).replace("{hour}", hour).replace("{zone}", city));
    },
    limitDay: (moment) => element(moment, day(readClock(before(moment), zone).day)),
    // `first`: the day on which it begins in its own zone.
    range: (first, begins, ends) => element(first, range(parseDay(first), lastDay(parseDay(first), begins, ends))),
  };
}
